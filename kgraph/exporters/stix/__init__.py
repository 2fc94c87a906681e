"""STIX 2.1, for threat intelligence platforms such as OpenCTI and MISP: the cyber part of the graph.

Exported are attacks, spying, interference and exposure, and all else that is told of hacking groups and
malware; `mapping` says what becomes of them. What such a platform takes for a fact has to be one here:

- Only an event that is Reported becomes a relationship of a type that says what happened (targets, uses).
- What is alleged, planned or disputed becomes `related-to`. Its label and the first word of its
  description say which, and its confidence is at most what the Admiralty scale of the STIX standard gives
  to what is possibly true (50) or doubtful (30).
- Where the text leaves the actor unnamed, an attack becomes an incident that is related to its target.
- What is only denied becomes a note on those it is about; so does what nobody named plans, or does to a
  hacking group or malware.

Each object has the same id in every export, made from the IRI of what it stands for; its times are those
of the reports behind it, so the same graph gives the same bytes. A relationship has a start_time where an
event is reported with its day: a month or a year stands in the description, for no time stamp can hold it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from pathlib import Path


def _write(graph: Exportable, path: Path) -> None:
    # The STIX library takes a sixth of a second to import, and few ask for it.
    from kgraph.exporters.stix.bundle import bundle

    with path.open("w", encoding="utf-8", newline="\n") as output:
        bundle(graph.store).fp_serialize(output, ensure_ascii=False, indent=1)
        output.write("\n")


EXPORTERS = (Exporter("stix", _write, suffixes=("stix.json",)),)
