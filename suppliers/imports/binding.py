"""Which cell of a foreign file feeds which column of ours, as its profile says."""

from zoneinfo import ZoneInfo

from suppliers.imports.columns import BoundColumn, Column, Rules
from suppliers.imports.datasets import Dataset
from suppliers.imports.dates import ISO
from suppliers.imports.numbers import DecimalStyle
from suppliers.imports.profiles import Profile
from suppliers.imports.sources import Source


def bound_by_profile(
    profile: Profile,
    dataset: Dataset,
    mapping: str,
    places: dict[str, int],
    header: list[str],
    zone: ZoneInfo,
) -> tuple[list[BoundColumn], list[str]]:
    """The bound columns of a dataset, and the names of columns that the profile uses and the file lacks.

    `mapping` is the dataset's name, or that of a further record of it; `places` gives each name of the
    `header`, casefolded, its index; `zone` is the company's time zone.
    """
    bound: list[BoundColumn] = []
    missing: list[str] = []
    for identifier, spec in profile.specs(mapping).items():
        named = [name for name in (spec.column, *spec.others) if name is not None]
        absent = [name for name in named if name.casefold() not in places]
        missing += [name for name in absent if name not in missing]
        if absent:
            continue
        style = profile.style_of(spec)
        index = places[spec.column.casefold()] if spec.column is not None else None
        source = Source(
            name=header[index] if index is not None else identifier,
            index=index,
            constant=spec.constant,
            empty=frozenset(text.casefold() for text in (*profile.empty, *spec.empty)),
            values=spec.values,
            add=tuple(places[name.casefold()] for name in spec.add),
            subtract=tuple(places[name.casefold()] for name in spec.subtract),
            multiply=tuple(places[name.casefold()] for name in spec.multiply),
            discount=tuple(places[name.casefold()] for name in spec.discount),
            discount_only=spec.discount_only,
            places=spec.round,
            join=tuple(places[name.casefold()] for name in spec.join),
            prefix=spec.prefix,
            decimal=style,
        )
        rules = Rules(
            dates=tuple(spec.dates or profile.dates) or ISO,
            decimal=DecimalStyle.PLAIN if index is None else style,
            text_zone=ZoneInfo(profile.time_zone) if profile.time_zone else None,
            zone=zone,
        )
        bound.append(BoundColumn(_relaxed(dataset, identifier), source, rules))
    return bound, missing


def _relaxed(dataset: Dataset, identifier: str) -> Column:
    """A profile's promise may lack its moment: it then takes the day of the order, else the promised one."""
    column = next(column for column in dataset.columns if column.identifier == identifier)
    if identifier == "made_at":
        return type(column)(
            identifier=column.identifier, help=column.help, example=column.example, key=column.key
        )
    return column
