"""The spaCy pipeline that reads sentences, and the quicker parts that take the place of some of its own."""
