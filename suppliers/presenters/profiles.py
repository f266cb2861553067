"""Import profiles in words: what they feed, when they were used, what two versions differ in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import moment, number
from suppliers.facts.profiles import shipped
from suppliers.imports.datasets import DATASETS
from suppliers.imports.drafts import spoken
from suppliers.imports.profiles import ColumnSpec, Profile, profile_of
from suppliers.models import ImportBatch, ImportProfile
from suppliers.presenters.mapping import spelled


@dataclass(frozen=True)
class ProfileRow:
    name: str
    title: str
    feeds: str
    version: str
    used: str
    by: str
    is_retired: bool = False


@dataclass(frozen=True)
class ProfileList:
    own: list[ProfileRow]
    shipped: list[ProfileRow]


@dataclass(frozen=True)
class MappedRow:
    """A column of ours, where it comes from, and how its cells are read."""

    ours: str
    origin: str
    how: str


@dataclass(frozen=True)
class MappedDataset:
    title: str
    rows: list[MappedRow]


@dataclass(frozen=True)
class VersionRow:
    version: int
    by: str
    at: str
    is_now: bool
    before: int


@dataclass(frozen=True)
class Difference:
    place: str
    was: str
    now: str


@dataclass(frozen=True)
class ProfileView:
    name: str
    title: str
    feeds: str
    facts: list[tuple[str, str]]
    datasets: list[MappedDataset]
    versions: list[VersionRow]
    kept: ImportProfile | None
    is_retired: bool
    can_point: bool
    version: int
    command: str


def profile_list(actor: Actor) -> ProfileList:
    """Both lists, with two queries."""
    used = _used(actor)
    kept = ImportProfile.objects.for_actor(actor).order_by("is_retired", "name")
    own = [
        _row(row.name, profile_of(row.document), used, number(row.version), row.is_retired) for row in kept
    ]
    return ProfileList(own, [_row(name, profile, used, _("shipped")) for name, profile in shipped().items()])


def _used(actor: Actor) -> dict[str, tuple[str, str]]:
    """{profile: (when, by whom) it was last used}."""
    batches = ImportBatch.objects.for_actor(actor).exclude(profile="").order_by()
    last = batches.values("profile").annotate(last=Max("pk")).values_list("last", flat=True)
    found = ImportBatch.objects.for_actor(actor).filter(pk__in=last).select_related("created_by")
    rows = found.only("profile", "created_at", "created_by__name", "created_by__email")
    return {row.profile: (moment(row.created_at), str(row.created_by or _("command"))) for row in rows}


def _row(
    name: str, profile: Profile, used: Mapping[str, tuple[str, str]], version: str, is_retired: bool = False
) -> ProfileRow:
    when, who = used.get(name, (_("not yet"), ""))
    return ProfileRow(name, profile.title or name, feeds_of(profile), version, when, who, is_retired)


def feeds_of(profile: Profile) -> str:
    return ", ".join(str(_(DATASETS[name].title)) for name in profile.datasets)


def profile_view(profile: Profile, kept: ImportProfile | None, actor: Actor) -> ProfileView:
    versions = list(kept.versions.all()) if kept else []
    rows = [
        VersionRow(
            item.version, item.saved_by, moment(item.saved_at), place == 0,
            versions[place + 1].version if place + 1 < len(versions) else 0,
        )
        for place, item in enumerate(versions)
    ]  # fmt: skip
    return ProfileView(
        name=profile.name,
        title=profile.title or profile.name,
        feeds=feeds_of(profile),
        facts=_facts(profile, kept, actor),
        datasets=[
            MappedDataset(
                _mapping_title(name),
                [
                    MappedRow(spoken(identifier), _origin(spec), _how(spec, profile))
                    for identifier, spec in profile.specs(name).items()
                ],
            )
            for name in (*profile.datasets, *profile.mappings)
        ],
        versions=rows,
        kept=kept,
        is_retired=bool(kept and kept.is_retired),
        can_point=kept is not None and not profile.lookups,
        version=kept.version if kept else 0,
        command=f"manage.py import {profile.datasets[0]} FILE --profile {profile.name}",
    )


def _mapping_title(name: str) -> str:
    """Of a dataset, or of a further mapping of one: “Ledger: discount”."""
    dataset, _dot, which = name.partition(".")
    title = str(_(DATASETS[dataset].title))
    if not which:
        return title
    return _("%(dataset)s, a further row: %(name)s") % {"dataset": title, "name": which}


def _facts(profile: Profile, kept: ImportProfile | None, actor: Actor) -> list[tuple[str, str]]:
    when, who = _used(actor).get(profile.name, (_("not yet"), ""))
    signs = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar"), "": _("found by itself")}
    decimals = {"point": _("point"), "comma": _("comma")}
    refused = _("are refused")
    created = _("are created as %(kind)s") % {"kind": profile.partner_kind}
    facts = [
        (_("Feeds"), feeds_of(profile)),
        (_("Version"), number(kept.version) if kept else _("comes with the product")),
        (_("Last used"), f"{when}, {who}" if who else when),
        (_("Encoding"), profile.encoding),
        (_("Cells are cut by"), signs[profile.delimiter]),
        (_("Decimal sign"), decimals.get(profile.decimal or "", _("not said"))),
        (_("Words that mean empty"), ", ".join(profile.empty) or _("none")),
        (_("Times are in"), profile.time_zone or _("their own zone")),
        (_("Other columns"), _("are left out") if profile.unknown_columns == "ignore" else refused),
        (_("Missing partners"), created if profile.create_partners else refused),
    ]
    if profile.header_row > 1:
        facts.append((_("Names of the columns in row"), number(profile.header_row)))
    facts += [(_("Looks up"), item.file) for item in profile.lookups]
    facts += [(_("Only rows"), _filter_words(item)) for item in profile.filters]
    return facts


def _filter_words(item: Any) -> str:
    words = _("whose “%(column)s” is %(words)s") if item.keep else _("whose “%(column)s” is not %(words)s")
    return words % {"column": item.column, "words": ", ".join(item.keep or item.drop)}


def _origin(spec: ColumnSpec) -> str:
    if spec.constant is not None:
        return _("always “%(value)s”") % {"value": spec.constant}
    signs = [f"+ {name}" for name in spec.add] + [f"− {name}" for name in spec.subtract]
    signs += [f"× {name}" for name in spec.multiply] + [f"× (1 − {name})" for name in spec.discount]
    joined = [f", {name}" for name in spec.join]
    return spec.prefix + " ".join([spec.column or "", *signs]) + "".join(joined)


def _how(spec: ColumnSpec, profile: Profile) -> str:
    parts = []
    if spec.dates:
        parts.append(spelled("|".join(spec.dates)))
    if spec.decimal and spec.decimal != profile.decimal:
        parts.append({"point": _("decimal point"), "comma": _("decimal comma")}[spec.decimal])
    parts += [
        _("“%(theirs)s” is %(ours)s") % {"theirs": key, "ours": value} for key, value in spec.values.items()
    ]
    if spec.empty:
        words = ngettext("%(words)s means empty", "%(words)s mean empty", len(spec.empty))
        parts.append(words % {"words": ", ".join(spec.empty)})
    return "; ".join(parts)


def differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """What two documents differ in, place by place."""
    one, two = dict(_flat(was)), dict(_flat(now))
    return [
        Difference(place, one.get(place, _("nothing")), two.get(place, _("nothing")))
        for place in dict.fromkeys((*one, *two))
        if one.get(place) != two.get(place)
    ]


def _flat(value: Any, place: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"column"}:
        value = value["column"]
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _flat(item, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for index, item in enumerate(value, 1):
            yield from _flat(item, f"{place} {index}")
    elif isinstance(value, list):
        yield place, ", ".join(map(str, value))
    else:
        yield place, str(value)
