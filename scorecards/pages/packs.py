"""The page and the sheet of a review pack: drawn from its document alone. Nothing is read again."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.charts import Band, Move, Pair, Series, Target, band_ruler, moved, trend
from portal.presentation import day, number
from scorecards.models import ReviewPack
from scorecards.pages import words

PAGE_SIZES = ((1150, 250), (320, 230))
SHEET_SIZES = ((660, 190), (660, 190))


@dataclass(frozen=True)
class Cell:
    """`label` repeats the header on a phone."""

    label: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Row:
    name: str
    sub: str
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """A table of the document; `heads` with whether numbers stand under them."""

    title: str
    heads: list[tuple[str, bool]]
    rows: list[Row]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class MovePart:
    name: str
    ours: bool
    moved: str
    is_gain: bool
    why: str
    rows: Grid | None
    more: str
    bar: Move | None


@dataclass(frozen=True)
class Side:
    """What one side owes."""

    ours: bool
    title: str
    sentence: str
    lists: list[Grid]


@dataclass(frozen=True)
class PackPage:
    """`document` holds the texts; here stands what has to be drawn or laid out."""

    public_id: str
    document: dict[str, Any]
    title: str
    docname: str
    company: str
    partner: str
    made: str
    foot: str
    card_url: str
    ruler: Pair | None
    chart: Pair | None
    trend_rows: list[tuple[str, str, str]]
    figures: list[Grid]
    moves: list[MovePart]
    owed: list[Side]
    contests: Grid
    agenda: list[dict[str, str]] = field(default_factory=list)


def pack_page(pack: ReviewPack, *, on_paper: bool = False) -> PackPage:
    """Call it under the document's language (`translation.override`)."""
    known = pack.document
    sizes = SHEET_SIZES if on_paper else PAGE_SIZES
    return PackPage(
        public_id=pack.public_id,
        document=known,
        title=known["title"],
        docname=_("%(partner)s with %(company)s, %(title)s, as of %(day)s")
        % {
            "partner": known["partner"]["name"],
            "company": known["company"],
            "title": known["title"],
            "day": known["day"],
        },
        company=known["company"],
        partner=known["partner"]["name"],
        made=_made(pack.made_by, pack.made_at, known),
        foot=_("Digest %(digest)s, schema %(schema)s. What happened since is not in it.")
        % {"digest": f"{pack.digest[:4]} {pack.digest[4:8]}", "schema": pack.schema_version},
        card_url=f"/scorecards/{known['card']['public_id']}/",
        ruler=_ruler(known["theirs"]),
        chart=_chart(known, sizes),
        trend_rows=_trend_rows(known["trend"]),
        figures=[_figures(one) for one in known["figures"]],
        moves=_moves(known["moves"]),
        owed=[_side(one) for one in known["owed"]],
        contests=_plain(known["contests"], numbers=(3, 4)),
        agenda=known["agenda"],
    )


def _made(by: str, at: datetime, known: dict[str, Any]) -> str:
    return _("Made by %(by)s on %(day)s. %(origin)s") % {
        "by": by,
        "day": day(at),
        "origin": known["origin"],
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _ruler(theirs: dict[str, Any]) -> Pair | None:
    score, bands = _decimal(theirs["ruler"]["score"]), theirs["ruler"]["bands"]
    if score is None or not bands:
        return None
    written = words.points_text(score)
    starts = ", ".join(
        _("%(band)s from %(lower)s") % {"band": name, "lower": number(Decimal(lower).normalize(), None)}
        for name, lower in bands[1:]
    )
    sentence = _("Score %(score)s; %(bands)s") % {"score": written, "bands": starts}
    return band_ruler(score, [Band(name, Decimal(lower)) for name, lower in bands], sentence, written=written)


def _chart(known: dict[str, Any], sizes: tuple[tuple[int, int], tuple[int, int]]) -> Pair | None:
    """None until two periods have a score."""
    data = known["trend"]
    lines = [
        (known["partner"]["name"], [_decimal(one) for one in data["theirs"]], "you"),
        (known["company"], [_decimal(one) for one in data["ours"]], "us"),
    ]
    shown = [(name, values, side) for name, values, side in lines if any(one is not None for one in values)]
    if not any(sum(one is not None for one in values) > 1 for _name, values, _side in shown):
        return None
    series = [
        Series(f"{_first(name)} {words.points_text(_last(values))}", values, side)
        for name, values, side in shown
    ]
    target = None
    if data["target"]:
        lower, band = Decimal(data["target"][0]), data["target"][1]
        target = Target(lower, f"{band} {number(lower.normalize(), None)}")
    sentence = "; ".join(f"{name}: {words.points_text(_last(values))}" for name, values, _side in shown)
    return trend(
        series, data["labels"], sentence, target=target, write=number, floor=0, ceiling=100, sizes=sizes
    )


def _last(values: list[Decimal | None]) -> Decimal | None:
    return next((one for one in reversed(values) if one is not None), None)


def _first(name: str) -> str:
    """The first word of a name is enough at the end of a line."""
    return name.split()[0] if name.split() else name


def _trend_rows(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (period, words.points_text(_decimal(theirs)), words.points_text(_decimal(our_half)))
        for period, theirs, our_half in zip(data["periods"], data["theirs"], data["ours"], strict=True)
    ]


def _figures(one: dict[str, Any]) -> Grid:
    heads = [(head, index in one["numbers"]) for index, head in enumerate(one["heads"])]
    rows = [Row(row[0], sub, _cells(heads, row)) for row, sub in zip(one["rows"], one["subs"], strict=True)]
    return Grid(one["title"], heads, rows, one["note"])


def _cells(heads: list[tuple[str, bool]], row: list[str]) -> list[Cell]:
    return [Cell(head, text, is_number) for (head, is_number), text in zip(heads[1:], row[1:], strict=True)]


def _plain(one: dict[str, Any], numbers: tuple[int, ...] = ()) -> Grid:
    """A table of texts whose first column names the row."""
    heads = [(head, index in numbers) for index, head in enumerate(one["heads"])]
    rows = [Row(row[0], "", _cells(heads, row)) for row in one["rows"]]
    return Grid(one["title"], heads, rows, one.get("more", ""), one.get("empty", ""))


def _side(one: dict[str, Any]) -> Side:
    lists = [_plain(part) for part in one["lists"] if part["rows"]]
    return Side(one["ours"], one["title"], one["sentence"], lists)


def _moves(known: dict[str, Any] | None) -> list[MovePart]:
    if known is None:
        return []
    bars = {
        side: {
            bar.name: bar
            for bar in moved(
                [
                    (one["name"], Decimal(one["points"]))
                    for one in known["parts"]
                    if one["ours"] == (side == "us")
                ],
                side=side,
            )
        }
        for side in ("you", "us")
    }
    return [
        MovePart(
            name=one["name"],
            ours=one["ours"],
            moved=one["moved"],
            is_gain=one["is_gain"],
            why=one["why"],
            rows=_costs(one),
            more=one["more"],
            bar=bars["us" if one["ours"] else "you"].get(one["name"]),
        )
        for one in known["parts"]
    ]


def _costs(one: dict[str, Any]) -> Grid | None:
    if not one["rows"]:
        return None
    heads = [(_("Row"), False), (_("Why"), False), (_("Cost by itself, points"), True)]
    rows = [
        Row(name, line, [Cell(heads[1][0], why, False), Cell(heads[2][0], alone, True)])
        for name, line, why, alone in one["rows"]
    ]
    return Grid(one["name"], heads, rows, one["more"])
