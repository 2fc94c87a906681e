"""The extractor: from articles to propositions and claims. The only package that imports spaCy."""
