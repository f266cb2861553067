"""What upper apps tell the directory: columns of the partner list, and how the trail reads.

A column's figures come from one query for all partners of a list, never one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.actors import Actor


@dataclass(frozen=True)
class PartnerColumn:
    """`make` builds a portal.tables Column with accessor `extra__<name>`; `fill` gives {partner pk: value}.

    `exceptions`: also shown beside the exceptions on the home page of staff.
    """

    name: str
    make: Callable[[], Any]
    fill: Callable[[Actor, Sequence[int]], Mapping[int, Any]]
    exceptions: bool = False


_partner_columns: dict[str, PartnerColumn] = {}
_sentences: dict[str, Any] = {}


def register_partner_column(column: PartnerColumn) -> None:
    _partner_columns.setdefault(column.name, column)


def partner_columns() -> list[PartnerColumn]:
    return list(_partner_columns.values())


def register_sentence(verb: str, sentence: Any) -> None:
    """How an audited verb reads in a partner's history; `%(name)s` comes from the event's data."""
    _sentences[verb] = sentence


def sentence_of(verb: str) -> Any:
    """The registered sentence, or the verb itself in plain words."""
    return _sentences.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()
