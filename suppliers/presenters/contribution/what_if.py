"""What would be: the contribution before, after and the difference, with the assumptions in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.engine.money import Money
from portal.presentation import MINUS, NBSP, money, number, share
from suppliers.engine.what_if import commission_changes, leaves, otif_rises
from suppliers.facts.what_if import Year


@dataclass(frozen=True)
class Step:
    """A part of the difference; `minor` signed."""

    label: str
    minor: int

    @property
    def words(self) -> str:
        return signed(self.minor)


@dataclass(frozen=True)
class Answer:
    """Minor units of the company's currency. `apart`: what is estimated and never mixed in."""

    title: str
    before: int
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]
    apart: tuple[Step, ...] = ()

    @property
    def change(self) -> int:
        return sum(step.minor for step in self.steps)

    @property
    def after(self) -> int:
        return self.before + self.change

    @property
    def tiles(self) -> list[tuple[str, str, str]]:
        """Label, amount, tone."""
        tone = "txt-bad" if self.change < 0 else ""
        return [
            (_("Contribution before"), amount(self.before), ""),
            (_("After"), amount(self.after), ""),
            (_("Difference"), signed(self.change), tone),
        ]


def amount(minor: int) -> str:
    return money(minor, settings.COMPANY_CURRENCY, cents=False)


def signed(minor: int) -> str:
    words = amount(abs(minor))
    return f"+{words}" if minor > 0 else f"{MINUS}{words}" if minor < 0 else words


def percent(value: Decimal) -> str:
    return f"{number(value, None)}{NBSP}%"


def leaving(year: Year, name: str, given: Mapping[str, Decimal], days: str) -> Answer:
    """When the partner leaves."""
    found = leaves(
        year.own.net_revenue,
        year.own.cost,
        taken=given["taken"] / 100,
        margin=given["margin"] / 100,
        saved=given["saved"] / 100,
        once=Money.of(given["once"], settings.COMPANY_CURRENCY).minor,
    )
    steps = (
        Step(_("Its net revenue goes"), found.revenue),
        Step(_("Its cost is saved"), found.cost),
        Step(_("What stays of the part that others take over"), found.taken_over),
        Step(_("The change, once"), found.once),
    )
    assumptions = (
        _("The next year would be as %(days)s.") % {"days": days},
        _("Others take over %(taken)s of its net revenue, of which %(margin)s stays with us.")
        % {"taken": percent(given["taken"]), "margin": percent(given["margin"])},
        _("%(saved)s of its cost goes with it.") % {"saved": percent(given["saved"])},
        _("The change costs %(once)s once; nothing else changes: no price, no customer, no other partner.")
        % {"once": amount(-found.once)},
    )
    change = sum(step.minor for step in steps)
    values = {"name": name, "change": amount(abs(change))}
    title = (
        _("Without %(name)s we earn %(change)s less a year") if change < 0
        else _("Without %(name)s we earn %(change)s more a year")
    ) % values  # fmt: skip
    return Answer(title, year.whole.contribution, steps, assumptions)


def commission(before: int, base: int, who: str, points: Decimal, days: str) -> Answer:
    """When so many points more are paid."""
    step = Step(_("Commission"), commission_changes(base, points))
    assumptions = (
        _("The base is the net revenue of %(days)s that names %(who)s: %(base)s.")
        % {"days": days, "who": who, "base": amount(base)},
        _("All of it is paid by %(points)s points more; tiers and what is agreed stay otherwise.")
        % {"points": number(points, None).replace("-", MINUS)},
        _("Nobody sells more or less because of it."),
    )
    title = _("%(points)s points of commission change the contribution by %(change)s") % {
        "points": number(points, None),
        "change": signed(step.minor),
    }
    return Answer(title, before, (step,), assumptions)


def rising(year: Year, name: str, target: Decimal, days: str) -> Answer | None:
    """When OTIF rises; None where nobody measured it."""
    if year.otif is None or year.otif.value is None:
        return None
    now, goal = year.otif.value, target / 100
    saved = Step(_("Booked trouble that does not come"), otif_rises(year.booked, now, goal))
    guessed = Step(_("Estimated trouble, by rates"), otif_rises(year.estimated, now, goal))
    values = {"n": number(year.otif.n), "now": share(now), "goal": share(goal), "days": days, "name": name}
    assumptions = (
        _("OTIF of %(name)s, %(days)s, on the first promise: %(now)s of %(n)s lines.") % values,
        _("At %(goal)s the failing share is smaller, and trouble falls as it does.") % values,
        _("Booked quality, expedite and returns: %(booked)s. By rates: %(estimated)s, kept apart.")
        % {"booked": amount(year.booked), "estimated": amount(year.estimated)},
    )
    title = _("OTIF of %(goal)s with %(name)s saves %(change)s a year, as booked") % {
        **values,
        "change": amount(saved.minor),
    }
    return Answer(title, year.whole.contribution, (saved,), assumptions, (guessed,))


def values_of(asked: Mapping[str, str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Typed, else what is assumed until somebody types."""
    return {name: asked.get(name) or f"{value.normalize():f}" for name, value in defaults.items()}
