"""The versions of a commission agreement in words, and what a further one does to closed months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, money, number
from suppliers.engine.commission import BadTiers, Terms, check_tiers, stretches
from suppliers.enums import AgreementBase, TierMethod
from suppliers.presenters.sales import month_words, rate_words, tier_words


@dataclass(frozen=True)
class Version:
    """One version in words; `tone` and `picture` of its state. `problem`: why nothing can be computed by it.

    `tiers`: (from where to where, the rate).
    """

    number: int
    since: str
    base: str
    method: str
    tiers: tuple[tuple[str, str], ...]
    state: str
    tone: str
    problem: str = ""


def in_force(versions: Sequence[Terms], on: date) -> Terms | None:
    """What holds on a day; None before the first version."""
    found = stretches(versions, on, on)
    return found[0][0] if found else None


def version_lines(versions: Sequence[Terms], today: date) -> list[Version]:
    """The newest first."""
    now = in_force(versions, today)
    return [_version(one, now, today) for one in sorted(versions, key=lambda one: -one.version)]


def _version(terms: Terms, now: Terms | None, today: date) -> Version:
    state, tone = _("no longer"), ""
    if terms is now:
        state, tone = _("holds now"), "ok"
    elif terms.valid_from > today:
        state, tone = _("from a later day on"), "us"
    order = sorted(terms.tiers, key=lambda tier: tier.from_minor)
    ends = [*(tier.from_minor for tier in order[1:]), None]
    return Version(
        terms.version,
        day(terms.valid_from),
        str(AgreementBase(terms.base).label),
        _("each for what lies in it") if terms.method == TierMethod.MARGINAL else _("for all of the month"),
        tuple(
            (tier_words(tier.from_minor, end), rate_words(tier.rate))
            for tier, end in zip(order, ends, strict=True)
        ),
        state,
        tone,
        problem_of(terms),
    )


def problem_of(terms: Terms) -> str:
    """Why it cannot be computed; empty when it can."""
    try:
        check_tiers(terms.tiers)
    except BadTiers as bad:
        amount = money(bad.at, settings.COMPANY_CURRENCY)
        if bad.problem == "gap":
            return _("There is no rate for what lies below %(amount)s.") % {"amount": amount}
        return _("Two tiers begin at %(amount)s.") % {"amount": amount}
    return ""


def problems_of(agreements: Mapping[int, Sequence[Terms]]) -> dict[int, str]:
    """By partner pk: the first version by which nothing can be computed, and why."""
    found: dict[int, str] = {}
    for partner, versions in agreements.items():
        for terms in versions:
            if problem := problem_of(terms):
                words = _("version %(number)s has a mistake. %(problem)s")
                found.setdefault(partner, words % {"number": terms.version, "problem": problem})
    return found


def effect_words(closed: Sequence[int]) -> str:
    """What a version that starts in the past leaves alone: `closed` are the months with a statement."""
    if not closed:
        return _(
            "No month is closed with this partner yet: a day in the past changes all months from then on."
        )
    words = ngettext(
        "%(n)s month is closed, %(last)s, and stays as it is, even if this begins before it.",
        "%(n)s months are closed, the last is %(last)s. They stay, even if this begins before them.",
        len(closed),
    )
    return words % {"n": number(len(closed)), "last": month_words(max(closed))}
