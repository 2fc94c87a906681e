"""What `python -m kgraph` runs."""

from kgraph.cli import main

if __name__ == "__main__":
    main()
