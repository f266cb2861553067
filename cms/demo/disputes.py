"""Lines that partners dispute, days that count for nobody, and how partners find us as a customer."""

from datetime import date, datetime, timedelta

from cms.demo.cards import newest
from cms.demo.days import moment_before
from cms.demo.people import PARTNERS, Person, member
from portal.actors import Actor
from portal.engine.periods import Period
from portal.enums import PartnerRole
from scorecards.actions import contests, deciding, excluding, surveys
from scorecards.enums import ContestReason, SurveyKind, Verdict
from scorecards.models import Contest, Scorecard, Survey, SurveyRun
from scorecards.presenters import rows_of
from suppliers.enums import LineStatus
from suppliers.models import OrderLine

DRAWING = "Your revision C of the drawing came on the day the first castings should have left."
GATE = "Our driver stood at your gate from seven in the morning; your people unloaded the day after."
EXPLAINED = "The gate log shows the truck at 16:40, after goods-in had closed at 16:00. Let us fix the slot."


def contest(*, alice: Actor, as_of: date) -> None:
    """One that was accepted, one that was explained, one that waits for Alice."""
    bob, charlie = member("BRANDT", "bob@brandt.example"), member("KESTREL", "charlie@kestrel.example")
    accepted = _file(bob, newest("BRANDT"), ContestReason.DRAWING, DRAWING, as_of, 6)
    if accepted:
        _decide(
            alice, accepted, Verdict.EXCUSED, "Our drawing came late. Thank you for telling us.", as_of, 4
        )
    explained = _file(charlie, newest("KESTREL", 1), ContestReason.COLLECTED_LATE, GATE, as_of, 7)
    if explained:
        _decide(alice, explained, Verdict.EXPLAINED, EXPLAINED, as_of, 5)
    _file(charlie, newest("KESTREL"), ContestReason.OUR_CHANGE, DRAWING, as_of, 2)


def excuse(*, alice: Actor, ben: Actor, as_of: date) -> None:
    """Days of ice at one site are excused for everybody; another request waits for a second person."""
    ice = _span(as_of - timedelta(days=75), as_of - timedelta(days=35))
    request = excluding.propose(
        by=ben, span=ice, reason=f"{ice.site} was closed by ice", at=moment_before(as_of, 9)
    )
    excluding.approve(by=alice, request=request, note="Seen on site.", at=moment_before(as_of, 8))
    strike = _span(as_of - timedelta(days=34), as_of - timedelta(days=1))
    excluding.propose(by=ben, span=strike, reason="Port strike", at=moment_before(as_of, 1))


def _span(start: date, end: date) -> excluding.Span:
    """The first day between these on which something was asked for, and the site it was for."""
    lines = OrderLine.objects.exclude(ship_to="").filter(requested_on__range=(start, end))
    wanted = lines.filter(exclusions=None, status=LineStatus.CONFIRMED).order_by("requested_on", "pk")
    line = wanted[0]
    return excluding.Span(line.requested_on, line.requested_on, line.ship_to)


def ask_how_we_are(*, alice: Actor, as_of: date) -> None:
    """One confidential survey is over, and has results; another is open, and Brandt has not answered yet."""
    quarter = Period.containing(as_of, 3).shifted(-2)
    opens = quarter.end + timedelta(days=3)
    past = _survey(alice, quarter, opens, opens + timedelta(days=8))
    people = [person for person in PARTNERS if len(person.at) == 1 and person.role == PartnerRole.ADMIN]
    _answer(past, people, moment_before(opens + timedelta(days=5), 1))
    now = _survey(alice, quarter.shifted(1), as_of - timedelta(days=6), as_of + timedelta(days=45))
    _answer(now, people[1:4], moment_before(as_of, 1))


def _survey(alice: Actor, quarter: Period, opens_on: date, closes_on: date) -> SurveyRun:
    survey = Survey.objects.get(kind=SurveyKind.CUSTOMER)
    return surveys.open_run(by=alice, survey=survey, period=quarter, opens_on=opens_on, closes_on=closes_on)


def _answer(run: SurveyRun, people: list[Person], at: datetime) -> None:
    """Each company its own mind, and none of them below the middle."""
    codes = [question.code for question in run.survey.questions.filter(is_active=True)]
    for place, person in enumerate(people):
        scores = {code: 6 + (place * 7 + index * 3) % 4 for index, code in enumerate(codes)}
        surveys.answer(by=member(person.at[0], person.email), run=run, scores=scores, at=at)


def _file(by: Actor, card: Scorecard, reason: str, text: str, as_of: date, back: int) -> Contest | None:
    """The first line that did not pass; nothing where all passed."""
    missed = _missed(card)
    if not missed:
        return None
    return contests.file(
        by=by, card=card, lines=missed[:1], reason=reason, text=text, at=moment_before(as_of, back)
    )


def _missed(card: Scorecard) -> list[str]:
    rows = rows_of(card, "otif_lines").rows
    return [row.line for row in rows if not row.values["passed"] and not row.excused]


def _decide(alice: Actor, found: Contest, verdict: str, text: str, as_of: date, back: int) -> None:
    lines = [one.line.public_id for one in found.lines.select_related("line")]
    deciding.decide(
        by=alice, contest=found, lines=lines, verdict=verdict, text=text, at=moment_before(as_of, back)
    )
