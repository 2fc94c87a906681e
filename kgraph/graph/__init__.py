"""The graph: claims and what follows from them, as RDF on disk or in memory."""
