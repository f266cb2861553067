"""Published cards of the closed months, and what was said about some of them."""

from datetime import date, datetime
from random import Random

from cms.demo.days import after, moment, month_start
from cms.demo.people import member
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions import responses
from scorecards.actions.publishing import publish
from scorecards.models import Scorecard, ScorecardTemplate

THANKS = "Thank you. We agree with the figures."
QUESTION = (
    "Two of these lines waited a week at your gate in Gdynia; your own receipt says so. Could you look at "
    "them before we plan the next month?"
)
REPLY = "You are right about the gate, and we are sorry. I will check both receipts by Friday and call you."


def publish_months(*, by: Actor, as_of: date, months: list[date]) -> int:
    """Publish the months that begin on these days, each a working day after it closed; returns the cards."""
    template = ScorecardTemplate.objects.get()
    made = 0
    for start in months:
        period = Period.containing(start)
        on = after(period.end, 5)
        result = publish(by=by, template=template, period=period, today=min(on, as_of), at=_morning(on))
        made += result.published
    return made


def closed_months(as_of: date, many: int) -> list[date]:
    """The first days of the last months that can be published by `as_of`, oldest first."""
    starts = [month_start(as_of, -back) for back in range(many, 0, -1)]
    return [start for start in starts if after(Period.containing(start).end, 5) < as_of]


def answer(*, alice: Actor, as_of: date) -> None:
    """Bob agrees with what he was sent; Charlie asks about his newest card; on an older one Alice replied."""
    bob, charlie = member("BRANDT", "bob@brandt.example"), member("KESTREL", "charlie@kestrel.example")
    for card in _cards("BRANDT")[1:]:
        responses.acknowledge(by=bob, card=card, at=_days_after(card, 2), text=THANKS if card.score else "")
    newest, *older = _cards("KESTREL")
    for card in older[:1]:
        responses.answer(by=charlie, card=card, text=QUESTION, at=_days_after(card, 3))
        responses.reply(by=alice, card=card, text=REPLY, at=_days_after(card, 4))
    responses.answer(by=charlie, card=newest, text=QUESTION, at=_days_after(newest, 1))


def newest(code: str, back: int = 0) -> Scorecard:
    """The newest card of a partner, or one so many before it."""
    return _cards(code)[back]


def _cards(code: str) -> list[Scorecard]:
    """Newest first."""
    return list(
        Scorecard.objects.filter(partner__code=code, is_latest=True)
        .select_related("partner__owner")
        .order_by("-starts_on")
    )


def _morning(day: date) -> datetime:
    return moment(day, Random(day.isoformat()), 7, 9)


def _days_after(card: Scorecard, days: int) -> datetime:
    return _morning(after(card.published_at.date(), days))
