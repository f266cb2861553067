"""What a rule proposes and why, in words: the same on pages, in mails and in files."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.periods import Period
from portal.presentation import day, number
from scorecards.actions.telling import period_words
from scorecards.enums import BandAction, ProposalKind
from scorecards.models import ProposedAction


def what(proposal: ProposedAction) -> str:
    """“Preferred instead of Reliable”, “A warning”, “Thanks”."""
    if proposal.kind == ProposalKind.BAND:
        return {
            BandAction.THANK: _("Thanks"),
            BandAction.DEVELOP: _("Develop together"),
            BandAction.WARN: _("A warning"),
            BandAction.HOLD: _("Hold new orders"),
        }[BandAction(proposal.action)]
    new, old = proposal.tier, proposal.from_tier
    if new is None:
        return _("No longer %(tier)s") % {"tier": old}
    if old is None:
        return _("Become %(tier)s") % {"tier": new}
    if new.pk == old.pk:
        return _("%(tier)s for longer") % {"tier": new}
    return _("%(tier)s instead of %(old)s") % {"tier": new, "old": old}


def why(proposal: ProposedAction) -> list[str]:
    """The rule and its figures: one sentence each."""
    facts = proposal.why
    return _why_band(facts) if proposal.kind == ProposalKind.BAND else _why_tier(proposal, facts)


def _why_band(facts: dict[str, Any]) -> list[str]:
    found = [
        _("The card for %(period)s has a score of %(score)s: the band %(band)s, from %(lower)s.")
        % {
            "period": _period(facts["period"]),
            "score": _points(facts["score"]),
            "band": facts["band"],
            "lower": _points(facts["lower"], None),
        },
        _("%(share)s %% of the weight could be graded.")
        % {"share": number(Decimal(facts["coverage"]) * 100)},
        _("The template “%(template)s” says what this band proposes.") % {"template": facts["template"]},
    ]
    if facts.get("held"):
        names = ", ".join(facts["held"])
        found.insert(
            1,
            _("Without valid documents (%(names)s) the band is %(band)s at best; the score alone is %(own)s.")
            % {"names": names, "band": facts["band"], "own": facts["uncapped"]},
        )
    return found


def _why_tier(proposal: ProposedAction, facts: dict[str, Any]) -> list[str]:
    rule = rule_words(facts["rule"], facts["min_score"], facts["periods"], facts["documents"])
    scores = ", ".join(
        _("%(period)s %(score)s") % {"period": _period(period), "score": _points(score)}
        for period, score in facts["scores"]
    )
    found = [rule]
    if scores:
        found.append(_("The last graded cards: %(scores)s.") % {"scores": scores})
    if facts["missing"]:
        names = ", ".join(facts["missing"])
        found.append(_("Not valid now: %(names)s.") % {"names": names})
    if facts.get("until"):
        found.append(
            _("%(tier)s was given until %(day)s.")
            % {
                "tier": proposal.from_tier,
                "day": day(date.fromisoformat(facts["until"])),
            }
        )
    return found


def rule_words(name: str, min_score: Any, periods: int, documents: list[str]) -> str:
    """“Preferred asks for a score of at least 85 on 3 cards in a row, and a valid ISO 9001.”"""
    text = ngettext(
        "%(tier)s asks for a score of at least %(score)s on the newest card",
        "%(tier)s asks for a score of at least %(score)s on %(periods)s cards in a row",
        periods,
    ) % {"tier": name, "score": _points(min_score, None), "periods": number(periods)}
    if documents:
        text += _(", and valid documents: %(names)s") % {"names": ", ".join(documents)}
    return text + "."


def _period(key: str) -> str:
    return period_words(Period.parse(key))


def _points(value: Any, places: int | None = 1) -> str:
    found = Decimal(value)
    return number(found.normalize() if places is None else found, places)
