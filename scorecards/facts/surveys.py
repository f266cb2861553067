"""What the surveys say: partners' answers about us only pooled, our people's ratings only together.

There is no filter in here, and there must be none: two sums over different partners differ by somebody's
answer. For the same reason nothing is known of a run before it is over.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from portal.clocks import local_day
from scorecards.enums import SurveyKind
from scorecards.models import SurveyAnswer, SurveyParticipation, SurveyQuestion, SurveyRun

LEAST_PARTNERS = 5


@dataclass(frozen=True)
class PooledQuestion:
    """One question over all partners. `mean` (0..10) and `variance` of the answers; `n` answers.

    All three are None where they would tell what somebody said: too few answers, or all of them alike.
    """

    code: str
    text: str
    low: str
    high: str
    mean: Fraction | None
    variance: Fraction | None
    n: int | None


@dataclass(frozen=True)
class Pooled:
    """A run that is over, all partners together: `mean` of all answers shown (0..10), `n` partners."""

    mean: Fraction | None
    n: int
    questions: tuple[PooledQuestion, ...]


def is_over(run: SurveyRun, today: date) -> bool:
    return today > run.closes_on


def least_partners(run: SurveyRun) -> int:
    return max(LEAST_PARTNERS, run.survey.min_answers)


def pooled(run: SurveyRun, *, today: date | None = None) -> Pooled | None:
    """None while the run is open, and for ever when fewer than five partners (or `min_answers`) answered."""
    return pooled_of([run], today=today)[run.pk]


def pooled_of(runs: Iterable[SurveyRun], *, today: date | None = None) -> dict[int, Pooled | None]:
    """Each of these runs by its key: two queries for all of them."""
    known = list(runs)
    day = today or local_day()
    over = [run for run in known if is_over(run, day) and run.survey.kind == SurveyKind.CUSTOMER]
    partners = _partners(over)
    counts = _counts(over)
    found: dict[int, Pooled | None] = {run.pk: None for run in known}
    for run in over:
        answered, companies = partners.get(run.pk, (0, 0))
        if companies >= least_partners(run):
            twice = answered - companies
            found[run.pk] = _pool(counts.get(run.pk, {}), companies, twice, least_partners(run))
    return found


def newest_pooled(known_on: date) -> tuple[SurveyRun, Pooled | None] | None:
    """The newest customer run that was over on this day, with what it says; None when there was none."""
    run = (
        SurveyRun.objects.filter(survey__kind=SurveyKind.CUSTOMER, closes_on__lt=known_on)
        .select_related("survey")
        .order_by("-ends_on", "-pk")
        .first()
    )
    return None if run is None else (run, pooled(run, today=known_on))


def has_answered(run: SurveyRun, partner_id: int) -> bool:
    """Has this company, or one that was merged into it?"""
    took_part = SurveyParticipation.objects.filter(run=run)
    return took_part.annotate(company=_company()).filter(company=partner_id).exists()


def _company() -> Coalesce:
    return Coalesce(F("partner__merged_into_id"), F("partner_id"))


def _partners(runs: list[SurveyRun]) -> dict[int, tuple[int, int]]:
    """Of each run: how often it was answered, and by how many companies (merged ones are one)."""
    rows = (
        SurveyParticipation.objects.filter(run__in=runs)
        .values("run_id")
        .annotate(answered=Count("pk"), companies=Count(_company(), distinct=True))
        .order_by()
    )
    return {row["run_id"]: (row["answered"], row["companies"]) for row in rows}


def _counts(runs: list[SurveyRun]) -> dict[int, dict[SurveyQuestion, dict[int, int]]]:
    """Of each run and question how often each score was given, in the order of the questions."""
    found: dict[int, dict[SurveyQuestion, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = SurveyAnswer.objects.filter(run__in=runs).select_related("question")
    for row in rows.order_by("question__position", "question_id", "score"):
        found[row.run_id][row.question][row.score] = row.count
    return found


def _pool(questions: dict[SurveyQuestion, dict[int, int]], companies: int, twice: int, least: int) -> Pooled:
    shown = tuple(_question(question, counts, twice, least) for question, counts in questions.items())
    answers = sum(one.n for one in shown if one.n is not None)
    total = sum((one.mean * one.n for one in shown if one.mean is not None and one.n), Fraction(0))
    return Pooled(total / answers if answers else None, companies, shown)


def _question(question: SurveyQuestion, counts: dict[int, int], twice: int, least: int) -> PooledQuestion:
    """`twice`: answers of companies that are one by now; at worst all of them answered this question."""
    named = (question.code, question.text, question.low, question.high)
    n = sum(counts.values())
    given = [score for score, count in counts.items() if count]
    if n - twice < least or len(given) < 2:
        return PooledQuestion(*named, None, None, None)
    mean = Fraction(sum(score * count for score, count in counts.items()), n)
    variance = sum((count * (score - mean) ** 2 for score, count in counts.items()), Fraction(0)) / n
    return PooledQuestion(*named, mean, variance, n)
