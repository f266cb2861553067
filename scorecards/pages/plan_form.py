"""What the form of a plan shows beside its fields: the baseline, the split, what differs, where it starts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.rounding import half_up
from portal.engine.splitting import halves
from portal.enums import Side
from portal.presentation import NONE, day, money, number, share
from scorecards.engine.catalogue import Unit, kpi_of
from scorecards.engine.plan_terms import PlanRule, TermChange, Terms, changes
from scorecards.enums import KpiName
from scorecards.facts.plans import Measured
from scorecards.forms.plan_parts import CAUSES
from scorecards.pages.figures import help_url
from scorecards.pages.kpi_choices import SIGNS
from scorecards.pages.words import SENSES, count_words, figure_text, interval_text, target_text
from suppliers.enums import Basis, DayCount


@dataclass(frozen=True)
class BaselineWords:
    """What would be frozen. `problem`: why it could not be, as it stands."""

    name: str
    value: str
    counted: str
    interval: str
    span: str
    basis: str
    definition: str
    help_url: str
    problem: str


@dataclass(frozen=True)
class SplitWords:
    total: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Difference:
    name: str
    was: str
    now: str


def baseline_words(kpi: str, rule: PlanRule, found: Measured) -> BaselineWords:
    known = kpi_of(kpi)
    problem = ""
    if not found.is_closed:
        problem = _("Something of these days may still change. Let the baseline end earlier.")
    elif found.value is None:
        problem = _("There is no data in these days. Choose others, or begin without a baseline.")
    elif not found.is_graded:
        problem = _("That is few to judge by: choose more days if you can.")
    return BaselineWords(
        name=str(KpiName(kpi).label),
        value=figure_text(known.unit, found.value),
        counted=count_words(known.graded_by, found.n),
        interval=interval_text(found.low, found.high),
        span=_("%(first)s to %(last)s") % {"first": day(found.starts_on), "last": day(found.ends_on)},
        basis=rule_words(kpi, rule),
        definition=str(SENSES.get(kpi, "")),
        help_url=help_url(kpi),
        problem=problem,
    )


def rule_words(kpi: str, rule: PlanRule) -> str:
    """First promise, window −2/+0 days; what does not matter to this KPI stays out."""
    known, words = kpi_of(kpi), []
    if known.uses_basis:
        words.append(str(Basis(rule.basis).label))
    if known.uses_rule:
        working = rule.days == DayCount.WORKING
        given = {"early": number(rule.early_days or 0), "late": number(rule.late_days)}
        if rule.early_days is None:
            words.append(
                (_("up to %(late)s working days late") if working else _("up to %(late)s days late")) % given
            )
        else:
            window = _("−%(early)s/+%(late)s working days") if working else _("−%(early)s/+%(late)s days")
            words.append(window % given)
        if rule.tolerance:
            words.append(_("%(part)s %% may be missing") % {"part": number(rule.tolerance, None)})
    return ", ".join(words)


def unit_sign(kpi: str) -> str:
    """What stands beside the target; empty until a KPI is chosen."""
    return str(SIGNS.get(kpi_of(kpi).unit.value, "")) if kpi else ""


def title_words(kpi: str, baseline: Decimal | None, target: Decimal) -> str:
    """On time and in full: from 71 to 90 %. The target is in the KPI's unit."""
    known = kpi_of(kpi)
    goal = target_text(known.unit, target)
    if baseline is None:
        return _("%(kpi)s: %(target)s") % {"kpi": KpiName(kpi).label, "target": goal}
    scale = 100 if known.unit is Unit.SHARE else 1
    if known.unit is Unit.MONEY:
        start = figure_text(known.unit, baseline)
    else:
        start = number(half_up(baseline * scale, 0 if scale == 100 else 1), None)
    words = {"kpi": KpiName(kpi).label, "baseline": start, "target": goal}
    return _("%(kpi)s: from %(baseline)s to %(target)s") % words


def split_words(terms: Terms) -> SplitWords | None:
    """All that has a price, together; None without any."""
    priced = [one.minor for one in terms.benefits if one.minor is not None]
    if not priced:
        return None
    theirs, ours = halves(sum(priced), Fraction(terms.partner_share))
    return SplitWords(*(money(minor, terms.currency) for minor in (sum(priced), theirs, ours)))


def differences(kpi: str, partner: str, old: Terms, new: Terms) -> list[Difference]:
    """What the new terms change, part by part."""
    names = {Side.PARTNER.value: partner, Side.COMPANY.value: settings.COMPANY_NAME, "both": _("both")}
    return [
        Difference(
            _named(one, names),
            _written(kpi, one.part, one.old, old.currency, names),
            _written(kpi, one.part, one.new, new.currency, names),
        )
        for one in changes(old, new)
    ]


_PARTS: dict[str, Any] = {
    "target": gettext_lazy("Target"),
    "by_when": gettext_lazy("By when"),
    "hold": gettext_lazy("Periods it must hold"),
    "cause": gettext_lazy("How it came to be"),
    "obligations": gettext_lazy("What both keep to"),
    "benefits": gettext_lazy("What is gained"),
    "currency": gettext_lazy("Currency"),
    "partner_share": gettext_lazy("The partner’s share"),
}


def _named(one: TermChange, names: dict[str, Any]) -> str:
    if one.part == "actions":
        return _("What %(name)s does") % {"name": names[(one.new or one.old).side]}
    return str(_PARTS[one.part])


def _written(kpi: str, part: str, value: Any, currency: str, names: dict[str, Any]) -> str:
    if value is None:
        return NONE
    if part == "target":
        return target_text(kpi_of(kpi).unit, value)
    if part == "partner_share":
        return share(value, max(0, -int((value * 100).normalize().as_tuple().exponent)))
    if part == "actions":
        return ", ".join(filter(None, [value.title, value.owner_name or value.owner, day(value.due_on)]))
    if part == "cause":
        lead = str(dict(CAUSES)[value.kind])
        return ": ".join(filter(None, [lead, "; ".join(words for _key, words in value.sections)]))
    if part == "obligations":
        return "; ".join(f"{names[one.side]}: {one.text}" for one in value) or NONE
    if part == "benefits":
        return "; ".join(_benefit(one, currency, names) for one in value) or NONE
    return day(value) if isinstance(value, date) else str(value)


def _benefit(one: Any, currency: str, names: dict[str, Any]) -> str:
    words = [f"{names[one.side]}: {one.text}"]
    if one.minor is not None:
        words.append(money(one.minor, currency))
    return ", ".join([*words, *filter(None, [one.basis])])
