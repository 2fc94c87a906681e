"""The graph over HTTP, for reading: a SPARQL 1.1 endpoint, and a page for whatever the graph has names for.

    application   what address gives what
    protocol      a request as the SPARQL protocol has it, or why it is refused
    access        who may read: names of the server, and other sites
    negotiation   which format a client would like best
    pool          the processes that work out answers, each ended where it takes too long
    worker        such a process
    jobs          what it is asked to do, and does
    pages         what it shows to people
    timeline      events by time, with filters
    editing       the editor of queries
    exploring     the explorer

The process that listens never touches the graph. Those that do can be killed at any moment: a query cannot be
interrupted otherwise, and one that needs too much memory, or is nested too deep, ends its process by itself.
"""

from kgraph.serve.server import Settings, serve

__all__ = ["Settings", "serve"]
