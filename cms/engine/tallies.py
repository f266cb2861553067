"""What answers to one question come to: counts, mean, net promoter score, mean rank. Exact, never rounded.

Net promoter score (Reichheld, "The One Number You Need to Grow", HBR 12/2003): the share that gave 9 or 10
less the share that gave 0 to 6, times 100; from -100 to +100.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cms.engine.questions import CHOICE, RANKING, SCORE, SCORES, TEXT, Question

PROMOTERS, DETRACTORS = range(9, 11), range(7)


@dataclass(frozen=True)
class Promoters:
    """How many of whom, and the score that follows."""

    promoters: int
    passives: int
    detractors: int

    @property
    def score(self) -> Fraction:
        """-100 to 100."""
        n = self.promoters + self.passives + self.detractors
        return Fraction(100 * (self.promoters - self.detractors), n)


@dataclass(frozen=True)
class Tally:
    """`counts`: how often each score, word or option was given, in their order; of a ranking, how often each
    stood first. `mean`: of scores 0 to 10, of words 1 (the worst) and up. `ranks`: mean rank of each option,
    1 is the best."""

    n: int
    counts: tuple[int, ...] = ()
    mean: Fraction | None = None
    nps: Promoters | None = None
    ranks: tuple[Fraction, ...] = ()


def tally(question: Question, answers: Sequence[Any]) -> Tally:
    """`answers`: those that were given; None stands for one that was not."""
    given = [answer for answer in answers if answer is not None]
    n = len(given)
    if question.type == TEXT or not n:
        return Tally(n)
    if question.type == RANKING:
        return _ranked(question, given)
    if question.type == CHOICE:
        chosen = [one for answer in given for one in (answer if question.several else [answer])]
        return Tally(n, _counts(chosen, len(question.options)))
    if question.type == SCORE:
        counts = _counts(given, len(SCORES))
        return Tally(n, counts, Fraction(sum(given), n), _promoters(counts) if question.nps else None)
    return Tally(n, _counts(given, len(question.options)), Fraction(sum(given), n) + 1)


def _ranked(question: Question, given: Sequence[Sequence[int]]) -> Tally:
    n, options = len(given), range(len(question.options))
    firsts = _counts([answer[0] for answer in given], len(options))
    ranks = tuple(Fraction(sum(answer.index(one) + 1 for answer in given), n) for one in options)
    return Tally(n, firsts, ranks=ranks)


def _counts(given: Sequence[int], size: int) -> tuple[int, ...]:
    found = Counter(given)
    return tuple(found[place] for place in range(size))


def _promoters(counts: Sequence[int]) -> Promoters:
    promoters = sum(counts[score] for score in PROMOTERS)
    detractors = sum(counts[score] for score in DETRACTORS)
    return Promoters(promoters, sum(counts) - promoters - detractors, detractors)
