"""Gates: documents that a partner must have. Without one the band is held, however high the score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scorecards.engine.scoring import Standing

# The rows kept with a card: what it had of the documents that its gates name. Days are ISO texts or dates.
DOCUMENT_COLUMNS = ("type", "number", "issued_on", "expires_on", "valid")
DOCUMENTS = "gate_documents"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class GateRule:
    """A document of `document_type` must be valid; else `cap` is the best band."""

    document_type: str
    cap: str


def closed_gates(gates: Iterable[GateRule], rows: Iterable[Sequence[Any]]) -> list[list[str]]:
    """The gates that are not open, as [type, `missing` or the ISO day of the last expiry, cap]."""
    of_type: dict[str, list[Sequence[Any]]] = {}
    for row in rows:
        of_type.setdefault(row[0], []).append(row)
    closed = []
    for gate in gates:
        found = of_type.get(gate.document_type, [])
        if not any(row[4] for row in found):
            ends = [str(row[3]) for row in found if row[3] is not None]
            closed.append([gate.document_type, max(ends, default=MISSING), gate.cap])
    return closed


def capped(band: str, closed: Iterable[Sequence[str]], bands: Sequence[Standing]) -> str:
    """The band, or the lowest that a closed gate holds it at. No band stays no band."""
    rank = {one.name: one.lower for one in bands}
    if band not in rank:
        return band
    caps = [cap for *_, cap in closed if cap in rank]
    return min([band, *caps], key=lambda name: rank[name])
