"""Days and moments from text, by declared formats in order; month names are English in any locale."""

import calendar
import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import CellRefused, shown

ISO = ("%Y-%m-%d",)
EARLIEST, LATEST = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
# Written out, not taken from the calendar module: that one follows the locale of the process.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may", "may"),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_PARTS = {
    "%Y": r"(?P<year>\d{4})",
    "%y": r"(?P<short>\d{2})",
    "%m": r"(?P<month>\d{1,2})",
    "%d": r"(?P<day>\d{1,2})",
    "%b": r"(?P<name>[A-Za-z]+)\.?",
    "%B": r"(?P<name>[A-Za-z]+)\.?",
}
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})")
_CODES = re.compile(r"%[YymdbB]")
_DATE_WAY_OUT = gettext_noop("Write the day as %(formats)s.")


def check_format(text: str) -> str:
    """Refuses a date format that names no day, month and year. Raises ValueError."""
    codes = _CODES.findall(text)
    rest = _CODES.sub("", text)
    has_year = sum(code in ("%Y", "%y") for code in codes) == 1
    has_month = sum(code in ("%m", "%b", "%B") for code in codes) == 1
    if "%" in rest or not has_year or not has_month or codes.count("%d") != 1:
        raise ValueError(
            f"date format “{text}” must hold one year (%Y, %y), one month (%m, %b, %B) and one day (%d)"
        )
    return text


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    places = iter(_CODES.findall(text))
    literals = [re.escape(piece) for piece in _CODES.split(text)]
    body = literals[0] + "".join(
        _PARTS[code] + literal for code, literal in zip(places, literals[1:], strict=True)
    )
    return re.compile(body)


def read_date(cell: Cell, formats: tuple[str, ...]) -> dt.date:
    """The day of a cell. Errors: CellRefused for other spellings, impossible days, years that cannot be."""
    if isinstance(cell, dt.datetime):
        return _in_range(cell.date())
    if isinstance(cell, dt.date):
        return _in_range(cell)
    if isinstance(cell, (bool, int, float)):
        raise CellRefused(
            say(gettext_noop("%(value)s is a number, not a day."), value=as_text(cell)),
            say(
                gettext_noop("Format the cell as a date in the spreadsheet, or write %(example)s."),
                example="2026-10-16",
            ),
        )
    found = _day_of_text(as_text(cell), formats)
    if isinstance(found, CellRefused):
        raise CellRefused(found.reason, found.way_out)  # a new one: the cached one would collect tracebacks
    return found


@lru_cache(maxsize=20_000)
def _day_of_text(text: str, formats: tuple[str, ...]) -> dt.date | CellRefused:
    """Days repeat in a file: 100,000 lines name some hundred of them."""
    refused: CellRefused | None = None
    for spelling in formats:
        match = _pattern(spelling).fullmatch(text)
        if match is None:
            continue
        try:
            return _in_range(_day_of(match.groupdict()))
        except CellRefused as error:
            refused = refused or error
    return refused or CellRefused(
        say(gettext_noop("“%(value)s” is not a day we can read."), value=shown(text)),
        say(_DATE_WAY_OUT, formats=_spelled(formats)),
    )


def _spelled(formats: tuple[str, ...]) -> str:
    example = dt.date(2026, 10, 16)
    names = {"%b": "Oct", "%B": "October"}
    return ", ".join(
        _CODES.sub(lambda code: names.get(code.group(), example.strftime(code.group())), spelling)
        for spelling in formats
    )


def _day_of(parts: dict[str, str | None]) -> dt.date:
    year = int(parts.get("year") or 0) or _full_year(int(parts.get("short") or 0))
    name = parts.get("name")
    month = _MONTHS.get(name.lower(), 0) if name else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    if name and not month:
        raise CellRefused(say(gettext_noop("“%(value)s” is not the name of a month."), value=name))
    if not 1 <= month <= 12:
        raise CellRefused(say(gettext_noop("There is no month %(month)s."), month=month))
    if year < 1:
        raise CellRefused(say(gettext_noop("There is no year %(year)s."), year=year))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise CellRefused(_no_such_day(year, month, day, last))
    return dt.date(year, month, day)


def _no_such_day(year: int, month: int, day: int, last: int) -> Message:
    return say(
        gettext_noop("There is no day %(day)s in %(year)s-%(month)s: that month has %(last)s days."),
        day=day,
        year=year,
        month=f"{month:02d}",
        last=last,
    )


def _full_year(short: int) -> int:
    """As POSIX has it: 69 to 99 are the last century."""
    return 1900 + short if short >= 69 else 2000 + short


def _in_range(day: dt.date) -> dt.date:
    if not EARLIEST <= day <= LATEST:
        raise CellRefused(
            say(gettext_noop("The year %(year)s cannot be right."), year=day.year),
            say(gettext_noop("Years from 1970 to 2199 are read.")),
        )
    return day


def read_month(cell: Cell, formats: tuple[str, ...]) -> str:
    """`2026-09`. A spreadsheet makes the first of the month of it, so that day is understood too.

    Errors: CellRefused for another spelling, another day, a year or month that cannot be.
    """
    match = _MONTH.fullmatch(as_text(cell)) if isinstance(cell, str) else None
    if match:
        day = _in_range(_day_of({**match.groupdict(), "day": "1"}))
    elif isinstance(cell, dt.date) or (isinstance(cell, str) and _is_day(cell, formats)):
        day = read_date(cell, formats)
    else:
        day = None
    if day is None or day.day != 1:
        raise CellRefused(
            say(gettext_noop("“%(value)s” is not a month we can read."), value=shown(as_text(cell))),
            say(gettext_noop("Write the month as 2026-09, or as its first day.")),
        )
    return f"{day.year:04d}-{day.month:02d}"


def _is_day(text: str, formats: tuple[str, ...]) -> bool:
    return any(_pattern(spelling).fullmatch(as_text(text)) for spelling in formats)


def read_moment(
    cell: Cell, formats: tuple[str, ...], *, text_zone: ZoneInfo | None, zone: ZoneInfo
) -> dt.datetime:
    """The moment of a cell, in UTC.

    A mere day, and a spreadsheet's own date cell, is in `zone`; a text with a time of day but without a zone
    is read in `text_zone`, the one a profile declares.

    Errors: CellRefused for another spelling, an impossible day, a time of day without a zone.
    """
    if isinstance(cell, dt.datetime):
        moment = cell if cell.tzinfo else cell.replace(tzinfo=zone)
    elif isinstance(cell, str) and ("T" in cell or ":" in cell):
        moment = _moment_of_text(as_text(cell), text_zone)
    else:
        moment = dt.datetime.combine(read_date(cell, formats), dt.time(), tzinfo=text_zone or zone)
    _in_range(moment.date())
    return moment.astimezone(dt.UTC)


def _moment_of_text(text: str, zone: ZoneInfo | None) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CellRefused(
            say(gettext_noop("“%(value)s” is not a moment we can read."), value=shown(text)),
            say(gettext_noop("Write it as ISO 8601 has it: 2026-10-16T08:30:00Z.")),
        ) from error
    if moment.tzinfo is None and zone is None:
        raise CellRefused(
            say(gettext_noop("“%(value)s” does not say in which time zone."), value=text),
            say(gettext_noop("Write 2026-10-16T08:30:00Z, or a distance such as +02:00 at its end.")),
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
