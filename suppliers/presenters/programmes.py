"""Service programmes as both sides read them: the offer, the rule, and what it did."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts import Column, Pair, columns
from portal.engine.rounding import half_up
from portal.presentation import NBSP, NONE, day, number, quantity, reader_locale, share
from suppliers.engine.effects import Effect
from suppliers.engine.stock import Z_95
from suppliers.enums import PartnerKind
from suppliers.facts.programmes import Compared, compared, fits
from suppliers.models import Enrolment, Partner, ServiceProgramme
from suppliers.presenters.words import sentence_case, spelled

# How far back somebody looks who is not in it yet.
LOOKS_BACK = dt.timedelta(days=182)


@dataclass(frozen=True)
class Offer:
    """A programme for whoever reads it. `enrolment`: the reader's partner is in it since then."""

    programme: ServiceProgramme
    facts: list[tuple[str, str]]
    benefits: list[str]
    enrolment: Enrolment | None
    may_join: bool
    word: str
    tone: str


def offer_of(programme: ServiceProgramme, enrolment: Enrolment | None, partner: Partner | None) -> Offer:
    """`enrolment` is the newest of `partner`; None for staff."""
    inside = enrolment if enrolment is not None and enrolment.left_on is None else None
    word, tone = _standing(programme, enrolment)
    may_join = partner is not None and inside is None and fits(programme, partner)
    benefits = [line.strip(" -*") for line in programme.benefits.splitlines() if line.strip()]
    return Offer(programme, rule_facts(programme), benefits, inside, may_join, word, tone)


def _standing(programme: ServiceProgramme, enrolment: Enrolment | None) -> tuple[str, str]:
    if enrolment is not None and enrolment.left_on is None:
        return _("In it since %(day)s") % {"day": day(enrolment.joined_on)}, "ok"
    if enrolment is not None:
        return _("Left on %(day)s") % {"day": day(enrolment.left_on)}, ""
    return (_("Offered"), "open") if programme.is_offered else (_("Closed to newcomers"), "")


def rule_facts(programme: ServiceProgramme) -> list[tuple[str, str]]:
    """What a line in it is measured by."""
    kind = PartnerKind(programme.kind).label if programme.kind else _("Every kind of partner")
    lead = ngettext(
        "%(n)s day from order to delivery", "%(n)s days from order to delivery", programme.lead_days
    )
    return [
        (_("Lead time"), lead % {"n": number(programme.lead_days)}),
        (_("Window"), window_words(programme)),
        (_("May be short"), f"{number(programme.tolerance.normalize(), None)}{NBSP}%"),
        (_("Categories"), categories_words(programme)),
        (_("Offered to"), str(kind)),
    ]


def categories_words(programme: ServiceProgramme) -> str:
    return ", ".join(programme.category_list) or _("All categories")


def window_words(programme: ServiceProgramme) -> str:
    """3 days before to 1 day after the promised day."""
    late = ngettext("%(n)s day after", "%(n)s days after", programme.late_days)
    closes = late % {"n": number(programme.late_days)} if programme.late_days else _("the promised day")
    if programme.early_days is None:
        return _("However early, to %(closes)s") % {"closes": closes}
    early = ngettext("%(n)s day before", "%(n)s days before", programme.early_days)
    opens = early % {"n": number(programme.early_days)} if programme.early_days else _("the promised day")
    if opens == closes:
        return _("On the promised day")
    return _("From %(opens)s to %(closes)s") % {"opens": opens, "closes": closes}


@dataclass(frozen=True)
class ListHead:
    title: str
    reason: str


def list_head(actor: Actor, offers: Sequence[Offer]) -> ListHead:
    """What to do on the list: join, look, or offer."""
    if actor.is_staff:
        reason = _(
            "A shorter lead time against something that is worth it to the partner. Nobody has to join."
        )
        return ListHead(_("What do we offer those who deliver faster?"), reason)
    company = settings.COMPANY_NAME
    open_ones = sum(one.may_join for one in offers)
    if open_ones:
        title = ngettext(
            "%(company)s offers you %(n)s programme",
            "%(company)s offers you %(n)s programmes",
            open_ones,
        ) % {"company": company, "n": spelled(open_ones)}
        return ListHead(sentence_case(title), _("Join with one click, leave whenever you like."))
    if any(one.enrolment for one in offers):
        return ListHead(_("Your programmes"), _("Thank you. Here is what they did, for both of us."))
    return ListHead(_("Nothing is offered at the moment"), _("We will tell you when there is something."))


@dataclass(frozen=True)
class FigureRow:
    """One figure before and after; `delta` says how it moved, `better` which way is good."""

    label: str
    basis: str
    was: str
    was_n: str
    now: str
    now_n: str
    delta: Decimal | None
    unit: str
    better: str
    places: int = 1


@dataclass(frozen=True)
class EffectView:
    """What the programme did for one partner."""

    partner: str
    rows: list[FigureRow]
    before: str
    after: str
    finding: str
    released: str
    chart: Pair | None
    note: str
    has_before: bool = True


def effect_view(programme: ServiceProgramme, one: Compared, *, has_before: bool = True) -> EffectView:
    finding, released = _finding(one.before, one.after), _released(one)
    return EffectView(
        partner=one.enrolment.partner.name,
        rows=_rows(programme, one),
        before=_span_words(one.before_span.start, one.before_span.last_day),
        after=_span_words(one.after_span.start, one.after_span.last_day)
        if one.after_span.days
        else _("from today on"),
        finding=finding,
        released=released,
        chart=_chart(one) if has_before else None,
        note=_note(one) if has_before else _note_today(),
        has_before=has_before,
    )


def standing_today(programme: ServiceProgramme, partner: Partner, today: dt.date) -> EffectView:
    """How a partner that is not in it stands by its rule: the last half year."""
    imagined = Enrolment(programme=programme, partner=partner, joined_on=today - LOOKS_BACK)
    (one,) = compared(programme, [imagined], today)
    return effect_view(programme, one, has_before=False)


def _span_words(start: dt.date, end: dt.date) -> str:
    return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}


def _days(value: Decimal | None) -> str:
    return _("no data") if value is None else _("%(n)s days") % {"n": number(value, 1)}


def _lines(count: int) -> str:
    return ngettext("%(n)s line", "%(n)s lines", count) % {"n": number(count)}


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": _lines(whole)}


def _rows(programme: ServiceProgramme, one: Compared) -> list[FigureRow]:
    return [*_speed_rows(programme, one.before, one.after), *_gain_rows(one)]


def _speed_rows(programme: ServiceProgramme, was: Effect, now: Effect) -> list[FigureRow]:
    return [
        FigureRow(
            _("Lead time"),
            _("mean days from the order until it was complete"),
            _days(was.lead),
            _lines(was.lead_n),
            _days(now.lead),
            _lines(now.lead_n),
            _moved(was.lead, now.lead),
            _("days"),
            "down",
        ),
        FigureRow(
            ngettext("Within %(n)s day", "Within %(n)s days", programme.lead_days)
            % {"n": number(programme.lead_days)},
            _("of the lines that are complete"),
            share(_share(was.within, was.lead_n)),
            _of(was.within, was.lead_n),
            share(_share(now.within, now.lead_n)),
            _of(now.within, now.lead_n),
            _points(_share(was.within, was.lead_n), _share(now.within, now.lead_n)),
            _("points"),
            "up",
        ),
    ]


def _gain_rows(one: Compared) -> list[FigureRow]:
    """What speed is for: kept promises, customers who wait less, less in stock."""
    was, now = one.before, one.after
    return [
        FigureRow(
            _("On time and in full"),
            _("first promise, by the programme’s window"),
            share(was.otif),
            _of(was.otif_passed, was.otif_n),
            share(now.otif),
            _of(now.otif_passed, now.otif_n),
            _points(was.otif, now.otif),
            _("points"),
            "up",
        ),
        FigureRow(
            _("Customers waited"),
            _("mean days past the day it was needed, over lines due"),
            _days(was.waited),
            _lines(was.waited_n),
            _days(now.waited),
            _lines(now.waited_n),
            _moved(was.waited, now.waited),
            _("days"),
            "down",
        ),
        FigureRow(
            _("Safety stock"),
            _stock_basis(one),
            _units(was.stock, one),
            _lead_words(was),
            _units(now.stock, one),
            _lead_words(now),
            _moved(was.stock, now.stock, 0),
            one.demand.unit or _("units") if one.demand else "",
            "down",
            0,
        ),
    ]


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _moved(was: Decimal | None, now: Decimal | None, places: int = 1) -> Decimal | None:
    """As it is shown: what rounds to nothing has not moved."""
    return None if was is None or now is None else half_up(now - was, places)


def _points(was: Decimal | None, now: Decimal | None) -> Decimal | None:
    return None if was is None or now is None else half_up((now - was) * 100, 1)


def _units(value: Decimal | None, one: Compared) -> str:
    if value is None:
        return _("no data")
    return quantity(half_up(value, 0), one.demand.unit or _("units") if one.demand else "")


def _stock_basis(one: Compared) -> str:
    if one.demand is None:
        return _("needs orders in one unit over two weeks")
    return _("z %(z)s (95 %%), %(demand)s ± %(sd)s a day over %(weeks)s weeks") % {
        "z": number(Z_95, 4),
        "demand": number(one.demand.mean, 1),
        "sd": number(one.demand.sd, 1),
        "weeks": number(one.demand.weeks),
    }


def _lead_words(side: Effect) -> str:
    if side.lead is None or side.lead_sd is None:
        return ""
    return _("%(lead)s ± %(sd)s days") % {"lead": number(side.lead, 1), "sd": number(side.lead_sd, 1)}


def released_units(one: Compared) -> Decimal | None:
    """Units that need not lie in stock any more; negative when more have to."""
    return _moved(one.after.stock, one.before.stock, 0)


def _released(one: Compared) -> str:
    units = released_units(one)
    if units is None or units == 0:
        return ""
    what = quantity(abs(units), one.demand.unit or _("units") if one.demand else "")
    if units > 0:
        return _("%(units)s of safety stock are released.") % {"units": what}
    return _("%(units)s more of safety stock are needed.") % {"units": what}


def _finding(was: Effect, now: Effect) -> str:
    moved = _moved(was.lead, now.lead)
    if moved is None:
        return _("Too early to compare: there is no data on one side yet.")
    if moved == 0:
        return _("As fast as before")
    words = {"days": number(abs(moved), 1)}
    return (
        _("%(days)s days faster than before") % words
        if moved < 0
        else _("%(days)s days slower than before") % words
    )


def _note(one: Compared) -> str:
    length = ngettext("%(n)s day", "%(n)s days", one.after_span.days) % {"n": number(one.after_span.days)}
    return _(
        "Lines ordered in these days, each side as it stood on its last day, over the same length: "
        "%(length)s. Excused lines are left out. The demand of both sides together is used for both "
        "stocks, so that only the lead time moves them."
    ) % {"length": length}


def _note_today() -> str:
    return _("Lines ordered in these days, as they stood on the last of them. Excused lines are left out.")


def _chart(one: Compared) -> Pair | None:
    """Mean lead time by month of ordering: pale before joining, full after."""
    bars = [_bar(month, lead, "mid") for month, lead, _n in one.months_before]
    bars += [_bar(month, lead, "you") for month, lead, _n in one.months_after]
    sentence = _("Mean lead time by month of ordering: %(was)s before joining, %(now)s after.") % {
        "was": _days(one.before.lead),
        "now": _days(one.after.lead),
    }
    return columns(bars, sentence) if bars else None


def _bar(month: dt.date, lead: Any, tone: str) -> Column:
    name = str(reader_locale().months["stand-alone"]["abbreviated"][month.month])
    return Column(name, lead or Decimal(0), NONE if lead is None else number(lead, 0), tone)


@dataclass(frozen=True)
class PartnerRow:
    """One partner in the list of a programme, for its table and its export. Days, shares and whole units."""

    pk: int
    partner: str
    url: str
    joined_on: dt.date
    left_on: dt.date | None
    lead_before: Decimal | None
    lead_after: Decimal | None
    otif_before: Decimal | None
    otif_after: Decimal | None
    waited_before: Decimal | None
    waited_after: Decimal | None
    released: Decimal | None
    lines: int


def partner_rows(found: Sequence[Compared]) -> list[PartnerRow]:
    return [
        PartnerRow(
            one.enrolment.pk,
            one.enrolment.partner.name,
            f"?partner={one.enrolment.partner.public_id}#did",
            one.enrolment.joined_on,
            one.enrolment.left_on,
            one.before.lead,
            one.after.lead,
            one.before.otif,
            one.after.otif,
            one.before.waited,
            one.after.waited,
            released_units(one),
            one.after.lead_n,
        )
        for one in found
    ]
