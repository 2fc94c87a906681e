"""A graph in a SPARQL 1.1 endpoint on the network, such as Virtuoso or Fuseki.

What the embedded store calls its default graph stands in a named graph there (`vocabulary.REMOTE_DEFAULT`),
because many servers cannot write to a default graph, and show all their graphs as one in its place. The
translation both ways is done here and nowhere else. Other graphs of the endpoint are left alone and unseen.

`address` says where an endpoint is, `endpoint` talks to it, `patterns` and `asking` say in SPARQL what the
graph and its users ask, `journal` makes changes whole, and `store` puts these together.

What is known to differ from a graph in a folder: nothing keeps two writers apart; a reader sees a change
while it is being made; texts of nine megabytes are refused. Virtuoso 7 sorts texts with control characters
and texts downwards, in a way of its own, and refuses some queries that are SPARQL (`VALUES` behind a query
whose variables are not among those selected, escapes in names).
"""
