"""How the page of a plan names sides, rules, causes and what differs between two versions of its terms."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.enums import Side
from portal.presentation import MINUS, NONE, day, money, number, share
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.plan_terms import ActionTerm, PlanRule, TermChange, Terms
from scorecards.models import ImprovementPlan
from scorecards.pages.plan_words import target_words
from suppliers.enums import Basis

CAUSE_KINDS = {
    "five_whys": gettext_lazy("Five whys"),
    "eight_d": gettext_lazy("8D"),
    "words": gettext_lazy("In words"),
}
CAUSE_NAMES = {
    "problem": gettext_lazy("The problem"),
    "words": gettext_lazy("The cause"),
    "why1": gettext_lazy("Why did it happen?"),
    "why2": gettext_lazy("Why was that so?"),
    "why3": gettext_lazy("And why that?"),
    "why4": gettext_lazy("And why that, again?"),
    "why5": gettext_lazy("The why behind it all"),
    "d1": gettext_lazy("The team"),
    "d2": gettext_lazy("What happened"),
    "d3": gettext_lazy("What stops it for now"),
    "d4": gettext_lazy("The root cause"),
    "d5": gettext_lazy("What removes it"),
    "d6": gettext_lazy("Done and checked"),
    "d7": gettext_lazy("So that it never comes back"),
    "d8": gettext_lazy("Thanks to the team"),
}
_PARTS = {
    "target": gettext_lazy("Target"),
    "by_when": gettext_lazy("By when"),
    "hold": gettext_lazy("How long it must hold"),
    "cause": gettext_lazy("Cause"),
    "obligations": gettext_lazy("What both keep to"),
    "benefits": gettext_lazy("What both gain"),
    "currency": gettext_lazy("Currency"),
    "partner_share": gettext_lazy("The partner’s share"),
}


def side_name(plan: ImprovementPlan, side: str) -> str:
    """The name of a side, as both call it."""
    if side == "both":
        return _("both")
    return str(settings.COMPANY_NAME) if side == Side.COMPANY else plan.partner.name


def half_of(side: str) -> str:
    return "us" if side == Side.COMPANY else "you"


def rule_text(kpi: str, rule: PlanRule) -> str:
    """“first confirmed, −2/+0 days”; empty for a KPI in which no promise plays a part."""
    if not kpi_of(kpi).uses_basis:
        return ""
    early = _("any day before") if rule.early_days is None else f"{MINUS}{rule.early_days}"
    basis = str(Basis(rule.basis).label) if rule.basis in Basis.values else rule.basis
    return _("%(basis)s, %(early)s/+%(late)s days") % {
        "basis": basis,
        "early": early,
        "late": number(rule.late_days),
    }


def hold_words(months: int, hold: int) -> str:
    """“3 months”, “1 quarter”, “2 years”."""
    forms = {
        1: ngettext("%(n)s month", "%(n)s months", hold),
        3: ngettext("%(n)s quarter", "%(n)s quarters", hold),
        12: ngettext("%(n)s year", "%(n)s years", hold),
    }
    return forms[months] % {"n": number(hold)}


def split_parts(partner_share: Decimal) -> str:
    """50/50: the partner's part first."""
    theirs = partner_share * 100
    return f"{number(theirs, None)}/{number(100 - theirs, None)}"


def part_name(plan: ImprovementPlan, one: TermChange) -> str:
    if one.part == "actions":
        given = one.new or one.old
        return _("What %(side)s does") % {"side": side_name(plan, given.side)}
    return str(_PARTS[one.part])


def part_words(plan: ImprovementPlan, currency: str, part: str, value: Any) -> str:
    """One side of a difference, to be read beside the other."""
    if value is None:
        return NONE
    if part == "actions":
        return _action_words(value)
    written = {
        "target": lambda: target_words(plan, value),
        "by_when": lambda: day(value),
        "hold": lambda: number(value),
        "partner_share": lambda: share(value, 0),
        "cause": lambda: "; ".join(words for _key, words in value.sections),
        "obligations": lambda: "; ".join(f"{side_name(plan, one.side)}: {one.text}" for one in value),
        "benefits": lambda: "; ".join(_benefit_words(one, currency) for one in value),
    }
    return written.get(part, lambda: str(value))() or NONE


def currency_of(terms: Terms) -> str:
    return terms.currency or str(settings.COMPANY_CURRENCY)


def _action_words(one: ActionTerm) -> str:
    return ", ".join(filter(None, [one.title, one.owner_name or one.owner, day(one.due_on)]))


def _benefit_words(one: Any, currency: str) -> str:
    return one.text if one.minor is None else f"{one.text} {money(one.minor, currency)}"
