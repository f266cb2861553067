"""Cards as a sheet that nobody saved would make them: nothing is stored, and nobody waits for long."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions.drafting import CardDraft, Drafts, draft
from scorecards.actions.sheets import Sheet
from scorecards.facts.templates import matching
from scorecards.models import ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.permissions import check_can_publish
from suppliers.models import Partner

MOST_PARTNERS = 200
MOST_SECONDS = 20.0


class TakesTooLong(Exception):
    """There are too many rows to answer while somebody waits."""


def last_closed(today: date, months: int = 3) -> Period:
    """The newest period of this length in which no fact is awaited any more, by the usual days of grace."""
    period = Period.containing(today, months).shifted(-1)
    return period if period.closing_day() <= today else period.shifted(-1)


def asked_partners(by: Actor, kinds: list[tuple[str, str]]) -> tuple[frozenset[int], int]:
    """At most 200 partners of these (kind, segment), picked by chance but steadily; how many there are."""
    wanted = matching(*kinds[0])
    for pair in kinds[1:]:
        wanted |= matching(*pair)
    rows = Partner.objects.for_actor(by).filter(wanted)
    # Public ids are random: their order favours nobody, and stays.
    picked = rows.order_by("public_id").values_list("pk", flat=True)[: MOST_PARTNERS + 1]
    found = list(picked)
    count = len(found) if len(found) <= MOST_PARTNERS else rows.count()
    return frozenset(found[:MOST_PARTNERS]), count


def cards_of(
    *,
    by: Actor,
    sheet: Sheet,
    period: Period,
    partners: frozenset[int],
    clock: Callable[[], float] = time.monotonic,
) -> dict[int, CardDraft]:
    """By partner. Raises TakesTooLong between two KPIs when the time is over."""
    check_can_publish(by)
    ends = clock() + MOST_SECONDS

    def watch(done: int, total: int, kpi: str) -> None:
        if clock() > ends:
            raise TakesTooLong(
                _("%(done)s of %(total)s KPIs were done when the time was over. Choose a shorter period.")
                % {"done": done, "total": total}
            )

    drafts: Drafts = draft(sheet, period, only=partners, progress=watch)
    return {pk: card for pk, card in drafts.cards.items() if pk in partners}


def sheet_of_one(line: TemplateLine) -> Sheet:
    """A sheet of this line alone, for its value."""
    template = ScorecardTemplate(name="")
    version = TemplateVersion(template=template, number=0)
    line.version, line.weight, line.position = version, Decimal(100), 1
    line.target, line.floor, line.tolerance = Decimal(1), Decimal(0), Decimal(0)
    return Sheet(template, version, (line,), (), ())


def values_of(
    *, by: Actor, line: TemplateLine, period: Period, partners: frozenset[int]
) -> dict[int, CardDraft]:
    """The cards of a single line, also for those without a row."""
    check_can_publish(by)
    return draft(sheet_of_one(line), period, only=partners, also=partners).cards
