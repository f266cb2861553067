"""What reliability is worth, as the page shows it: what is measured, what is asked, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Pair, Series, trend
from portal.engine.money import Money
from portal.engine.rounding import half_up
from portal.presentation import day, money, number
from suppliers.actions.reliability import answer
from suppliers.engine.safety_stock import Question, Worth, z_of
from suppliers.facts.reliability import Group, Measured, Offers
from suppliers.models import Partner, ReliabilitySum

ITEM, CATEGORY = "i:", "c:"
# What is asked where nobody types anything else, per cent.
LEVEL, RATE = Decimal(95), Decimal(22)
# A slider reaches at least so many days, and twice as far as it is now.
LONGEST_LEAD = 1_000
SLIDER_DAYS = {"lead_to": 10, "lead_sd_to": 3}
# The chart steps by tenths from as it is now to nothing.
TENTHS = 10
PLACES = 2


@dataclass(frozen=True)
class Choice:
    """An item or a category in the list of the form."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class Source:
    """Where a value that stands in the form comes from."""

    label: Any
    words: str


@dataclass(frozen=True)
class Tile:
    label: Any
    unit: str
    value: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Result:
    """What follows; `query` leads back to it."""

    tiles: tuple[Tile, ...]
    title: str
    chart: Pair | None
    note: str


def group_of(value: str, offers: Offers) -> Group:
    """`i:PH-40` is an item, `c:Castings` a category; without a word the item with the most lines."""
    if value.startswith(ITEM):
        return Group(item_code=value.removeprefix(ITEM))
    if value.startswith(CATEGORY):
        return Group(category=value.removeprefix(CATEGORY))
    if offers.items:
        return Group(item_code=offers.items[0][0])
    return Group(category=offers.categories[0][0]) if offers.categories else Group()


def value_of(group: Group) -> str:
    if group.item_code:
        return f"{ITEM}{group.item_code}"
    return f"{CATEGORY}{group.category}" if group.category else ""


def choices(offers: Offers, group: Group) -> list[tuple[str, list[Choice]]]:
    """Items and categories with their numbers of lines; what was typed into the address is among them."""
    current = value_of(group)
    found = [
        (_("Items"), _choices(ITEM, offers.items, current)),
        (_("Categories"), _choices(CATEGORY, offers.categories, current)),
    ]
    if current and not any(one.is_current for _label, some in found for one in some):
        found.insert(0, ("", [Choice(current, group.item_code or group.category, True)]))
    return [(label, some) for label, some in found if some]


def _choices(sign: str, offered: tuple[tuple[str, int], ...], current: str) -> list[Choice]:
    return [
        Choice(
            f"{sign}{name}",
            _("%(name)s, %(lines)s")
            % {"name": name, "lines": ngettext("%(n)s line", "%(n)s lines", n) % {"n": number(n)}},
            f"{sign}{name}" == current,
        )
        for name, n in offered
    ]


def measured_values(measured: Measured) -> dict[str, str]:
    """What stands in the form until somebody types something else; the goal is half the deviation."""
    demand = measured.demand
    found: dict[str, Decimal | None] = {
        "demand": demand.mean if demand else None,
        "demand_sd": demand.sd if demand else None,
        "lead": measured.lead,
        "lead_sd": measured.lead_sd,
        "unit_cost": measured.price.amount if measured.price else None,
    }
    return {name: digits(value) for name, value in found.items() if value is not None}


def digits(value: Decimal) -> str:
    """For a number field: two decimals at most, a small value with four."""
    rounded = half_up(value, PLACES if abs(value) >= 1 or not value else 4)
    return f"{rounded.normalize():f}"


def filled(asked: Mapping[str, Any], measured: Mapping[str, str]) -> dict[str, Any]:
    """The values of the form: typed, else measured; the goal starts at half the deviation there is."""
    values = {"level": digits(LEVEL), "rate": digits(RATE), **measured}
    values |= {name: text for name, text in asked.items() if str(text).strip()}
    values.setdefault("lead_to", values.get("lead", ""))
    if "lead_sd" in values:
        try:
            values.setdefault("lead_sd_to", digits(Decimal(str(values["lead_sd"])) / 2))
        except ArithmeticError:
            values.setdefault("lead_sd_to", values["lead_sd"])
    return values


def sources(measured: Measured) -> list[Source]:
    """Each value that was measured: from how much, since when; or that it was not."""
    since = day(measured.since)
    lead = (
        ngettext("%(n)s line complete since %(day)s", "%(n)s lines complete since %(day)s", measured.lead_n)
        % {"n": number(measured.lead_n), "day": since}
        if measured.lead_n
        else _("no line became complete since %(day)s") % {"day": since}
    )
    if measured.lead_n == 1:
        lead = _("one line since %(day)s: a deviation needs two") % {"day": since}
    return [
        Source(_("Demand"), _demand_words(measured, since)),
        Source(_("Lead time"), lead),
        Source(
            _("Cost of a unit"),
            _("the newest price, ordered on %(day)s") % {"day": day(measured.price.ordered_on)}
            if measured.price
            else _("no price in our orders: type it"),
        ),
    ]


def _demand_words(measured: Measured, since: str) -> str:
    if measured.demand is None:
        if measured.orders:
            return _("ordered in several units: choose one item, or type it")
        return _("nothing was ordered since %(day)s: type it") % {"day": since}
    lines = ngettext("%(n)s order line", "%(n)s order lines", measured.orders) % {
        "n": number(measured.orders)
    }
    return _("%(lines)s in %(weeks)s weeks; each week’s quantity by seven") % {
        "lines": lines % {"n": number(measured.orders)},
        "weeks": number(measured.demand.weeks),
    }


def result_of(question: Question, unit: str) -> Result:
    """Raises ValueError for what no stock follows from."""
    found = answer(question)
    return Result(_tiles(found, question, unit), _finding(question), _chart(question), _formula(question))


def _tiles(found: Worth, question: Question, unit: str) -> tuple[Tile, ...]:
    currency = settings.COMPANY_CURRENCY
    unit = unit or _("units")
    gains = found.units >= 0
    tone = "" if gains else "txt-bad"
    was = _("%(before)s now, %(after)s then") % {
        "before": number(found.before, 1),
        "after": number(found.after, 1),
    }
    per = _("at %(cost)s a unit") % {"cost": money(question.unit_cost, currency)}
    rate = _("at %(rate)s a year") % {"rate": f"{number(question.rate * 100, None)}\u00a0%"}
    return (
        Tile(_("Safety stock"), unit, number(found.after, 0), was),
        Tile(
            _("Units released") if gains else _("Units more to keep"),
            unit,
            number(abs(found.units), 0),
            _("fewer to keep, and as well served") if gains else _("to be as well served"),
            tone,
        ),
        Tile(
            _("Cash released") if gains else _("Cash tied up"),
            currency,
            number(_whole(abs(found.cash_minor)), 0),
            per,
            tone,
        ),
        Tile(
            _("Yearly benefit") if gains else _("Yearly cost"),
            currency,
            number(_whole(abs(found.benefit_minor)), 0),
            rate,
            tone,
        ),
    )


def _whole(minor: int) -> Decimal:
    return Money(minor, settings.COMPANY_CURRENCY).amount


def _finding(question: Question) -> str:
    """What half the deviation is worth a year, beside half the lead time."""
    steadier = answer(question.instead(lead_sd=question.before.lead_sd / 2)).benefit_minor
    faster = answer(question.instead(lead=question.before.lead / 2)).benefit_minor
    values = {"steadier": _money(steadier), "faster": _money(faster)}
    if steadier >= faster:
        return _("Half the deviation is worth %(steadier)s a year, half the lead time %(faster)s") % values
    return _("Half the lead time is worth %(faster)s a year, half the deviation %(steadier)s") % values


def _money(minor: int) -> str:
    return money(minor, settings.COMPANY_CURRENCY, cents=False)


def _chart(question: Question) -> Pair | None:
    """The yearly benefit of a lead time, and of a deviation, that is by so many tenths less."""
    steps = range(TENTHS + 1)
    steadier = [_benefit(question, "lead_sd", step) for step in steps]
    faster = [_benefit(question, "lead", step) for step in steps]
    labels = ["\u2212" + f"{number(10 * step)}\u00a0%" if step else _("now") for step in steps]
    sentence = _("Yearly benefit of a smaller deviation and of a shorter lead time. %(finding)s.") % {
        "finding": _finding(question)
    }
    if not any((*steadier, *faster)):
        return None
    return trend(
        [Series(_("steadier"), steadier), Series(_("faster"), faster, "us")],
        labels,
        sentence,
        write=lambda tick: number(tick),
        floor=0,
    )


def _benefit(question: Question, name: str, step: int) -> Decimal:
    less = getattr(question.before, name) * (TENTHS - step) / TENTHS
    return _whole(answer(question.instead(**{name: less})).benefit_minor)


def _formula(question: Question) -> str:
    return _(
        "Safety stock = %(z)s × √(lead time × deviation of demand² + demand² × deviation of lead time²). "
        "%(z)s serves %(level)s of all cycles."
    ) % {"z": number(z_of(question.level), 4), "level": f"{number(question.level * 100, None)}\u00a0%"}


def address_of(kept: ReliabilitySum) -> str:
    """The page with the values of a sum that was kept."""
    inputs = {name: text for name, text in kept.inputs.items() if name != "z"}
    for name in ("level", "rate"):
        inputs[name] = digits(Decimal(inputs[name]) * 100)
    group = Group(kept.item_code, kept.category)
    query = {"partner": kept.partner.public_id, "of": value_of(group), **inputs}
    return f"{reverse('suppliers:reliability')}?{urlencode(query)}"


def slider_most(name: str, values: Mapping[str, Any]) -> str:
    """Where a slider ends: twice what it is now, and a few days at least.

    What the form refuses moves none: 1e999999 has a million digits.
    """
    found = [SLIDER_DAYS[name]]
    for asked, times in ((name.removesuffix("_to"), 2), (name, 1)):
        try:
            days = Decimal(str(values.get(asked) or 0))
        except ArithmeticError:
            continue
        if days.is_finite() and 0 <= days <= LONGEST_LEAD:
            found.append(int(times * days) + 1)
    return str(max(found))


def name_of(partner: Partner) -> str:
    return f"{partner.name} ({partner.code})"
