"""The partners of the demo company and how they behave, read from cast.toml."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

WORDS = Path(__file__).with_name("cast.toml")


@dataclass(frozen=True)
class Item:
    code: str
    description: str
    price: Decimal


@dataclass(frozen=True)
class Manner:
    """`keep`: share of parts on time at the beginning and at the end; `late`, `answer`: usual days."""

    name: str
    keep: tuple[float, float]
    warn: float
    late: float
    reject: float
    split: float
    answer: int
    weak: tuple[int, ...] = ()


@dataclass(frozen=True)
class Firm:
    """A partner. `lead`: usual days from order to delivery; `monthly`: order lines in a usual month.

    `faster`: so many days less since it joined a service programme, half a year ago.
    """

    code: str
    name: str
    kind: str
    segment: str
    manner: Manner
    items: tuple[Item, ...]
    country: str
    since: int
    lead: int
    monthly: int
    place: int
    desk: bool = False
    faster: int = 0

    @property
    def domain(self) -> str:
        return f"{self.code.lower()}.example"


def cast() -> list[Firm]:
    """All partners, in the order of the file; `place` counts from 1."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    manners = {name: _manner(name, facts) for name, facts in words["manners"].items()}
    items = {
        segment: tuple(Item(code, text, Decimal(price)) for code, text, price in rows)
        for segment, rows in words["items"].items()
    }
    return [
        Firm(
            **{
                **facts,
                "manner": manners[facts["manner"]],
                "items": items.get(facts["segment"], ()),
                "place": place,
            }
        )
        for place, facts in enumerate(words["partners"], 1)
    ]


def _manner(name: str, facts: dict[str, object]) -> Manner:
    return Manner(
        name=name,
        **{key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()},
    )
