"""What became of lines, for their promise tracks: two queries for all lines of a page."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import DayAxis, Drawing, promise_track
from portal.presentation import day, number
from suppliers.enums import Basis
from suppliers.models import DeliverySlice, OrderLine


@dataclass
class Story:
    """A line as it was known on the card's as-of day. `came`: accepted units by day, scaled by 10^6."""

    item: str = ""
    unit: str = ""
    excuse: str = ""
    asked: date | None = None
    first: date | None = None
    now: date | None = None
    came: dict[date, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def days(self) -> list[date]:
        return [one for one in (self.asked, self.first, self.now, *self.came) if one is not None]


def stories(partner_id: int, lines: Collection[str], as_of: date) -> dict[str, Story]:
    """By the line's public id. Only lines of this partner are ever read."""
    return stories_of(OrderLine.objects.filter(partner_id=partner_id, public_id__in=lines), as_of)


def stories_of(lines: QuerySet[OrderLine], as_of: date) -> dict[str, Story]:
    """The same of these lines, by their public ids: three queries for lines of any number of partners."""
    found: dict[str, Story] = defaultdict(Story)
    keys = {}
    for line in lines.prefetch_related("exclusions"):
        keys[line.pk] = line.public_id
        story = found[line.public_id]
        story.item = _named(line)
        story.unit = line.unit
        story.excuse = next((one.reason for one in line.exclusions.all() if one.undone_at is None), "")
    pieces = DeliverySlice.objects.filter(line_id__in=keys).known_on(as_of)
    for piece in pieces.only("basis", "due_on", "received_on", "accepted", "received", "line_id"):
        _add(found[keys[piece.line_id]], piece)
    return dict(found)


def _named(line: OrderLine) -> str:
    """Pump housing PH-40; a code that the description holds already is not said twice."""
    if line.item_code and line.item_code not in line.description:
        return f"{line.description} {line.item_code}".strip()
    return line.description


def _add(story: Story, piece: DeliverySlice) -> None:
    if piece.received_on is not None:
        if piece.basis == Basis.REQUESTED:
            story.came[piece.received_on] += piece.accepted
    elif piece.basis == Basis.REQUESTED:
        story.asked = max(story.asked or piece.due_on, piece.due_on)
    elif piece.basis == Basis.FIRST_CONFIRMED:
        story.first = max(story.first or piece.due_on, piece.due_on)
    else:
        story.now = max(story.now or piece.due_on, piece.due_on)


def axis_of(told: Collection[Story]) -> DayAxis | None:
    """One axis for all tracks of a list."""
    days = [one for story in told for one in story.days]
    return DayAxis.around(days) if days else None


def track(story: Story, axis: DayAxis | None, *, width: int = 120) -> Drawing | None:
    if axis is None or not story.days:
        return None
    return promise_track(
        axis,
        _sentence(story),
        asked=story.asked,
        first=story.first,
        now=story.now,
        received=sorted(story.came),
        width=width,
    )


def days_words(story: Story) -> str:
    """promised 14 Sep, received 17 Sep, 3 days late"""
    due = story.first or story.asked
    if due is None:
        return ""
    words = [(_("promised %(day)s") if story.first else _("asked for %(day)s")) % {"day": day(due, "short")}]
    if not story.came:
        return ", ".join([*words, _("not received")])
    last = max(story.came)
    words.append(_("received %(day)s") % {"day": day(last, "short")})
    late = (last - due).days
    if late > 0:
        words.append(ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number(late)})
    elif late < 0:
        words.append(ngettext("%(n)s day early", "%(n)s days early", -late) % {"n": number(-late)})
    return ", ".join(words)


def _sentence(story: Story) -> str:
    words = []
    if story.asked:
        words.append(_("asked for %(day)s") % {"day": day(story.asked, "short")})
    if story.first:
        words.append(_("first promised %(day)s") % {"day": day(story.first, "short")})
    if story.now and story.now != story.first:
        words.append(_("moved to %(day)s") % {"day": day(story.now, "short")})
    if story.came:
        arrivals = ", ".join(day(one, "short") for one in sorted(story.came))
        words.append(_("received %(days)s") % {"days": arrivals})
    return ", ".join(words)
