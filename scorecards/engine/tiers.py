"""Does a partner deserve a tier? Judged on its last cards and its documents; nothing is rounded here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TierRule:
    """`min_score` (of 100) on each of the last `periods` cards, and all `documents` valid."""

    key: int
    rank: int
    min_score: Decimal
    periods: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a partner is. `in_row` newest cards reach the score, of `periods` that are asked.

    `points` are missing on the newest card (0: it reaches; None: there is no graded card). `failed` only on
    evidence: too few cards are no failure.
    """

    rule: TierRule
    score: Decimal | None
    points: Decimal | None
    in_row: int
    missing: tuple[str, ...]
    failed: bool

    @property
    def reached(self) -> bool:
        return self.in_row >= self.rule.periods and not self.missing


def progress(rule: TierRule, scores: Sequence[Decimal], valid: Collection[str]) -> Progress:
    """`scores`: those of the graded cards, the newest first. `valid`: types of documents that are valid."""
    asked = scores[: rule.periods]
    in_row = 0
    for score in asked:
        if score < rule.min_score:
            break
        in_row += 1
    missing = tuple(one for one in rule.documents if one not in valid)
    return Progress(
        rule=rule,
        score=scores[0] if scores else None,
        points=max(rule.min_score - scores[0], Decimal(0)) if scores else None,
        in_row=in_row,
        missing=missing,
        failed=bool(missing) or in_row < len(asked),
    )


def deserved(
    rules: Collection[TierRule], scores: Sequence[Decimal], valid: Collection[str]
) -> TierRule | None:
    """The highest tier whose rule is reached."""
    reached = [rule for rule in rules if progress(rule, scores, valid).reached]
    return max(reached, key=lambda rule: rule.rank, default=None)
