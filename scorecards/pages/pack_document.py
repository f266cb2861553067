"""The document of a review pack: every word and figure as it is on its day, ready to be shown again.

It is built from what both sides may see and from nothing else. Texts are in the maker's language; charts are
kept as their numbers.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.engine.money import Money
from portal.engine.periods import Period
from portal.engine.scaled import from_scaled
from portal.presentation import NONE, day, money, number, quantity, signed
from scorecards.actions import proposal_words
from scorecards.enums import ContestReason, Verdict
from scorecards.facts import reviewing
from scorecards.models import ContestLine, Scorecard
from scorecards.pages import words
from scorecards.pages.card import origin
from scorecards.pages.figures import FigureRow, figure_rows
from scorecards.pages.moves import MovePart, before_name, how, move_parts
from scorecards.pages.ours import Ours, ours
from scorecards.pages.standing import standing
from scorecards.presenters import SharedScorecard, TrendPoint, present
from suppliers.facts.desk import DeskTab
from suppliers.models import Invoice, OrderLine, Question

ROWS_OF_MOVE = 6
MOVES = 6
LEAST_MOVE = Decimal("0.05")  # what would be shown as 0.0 is left out
Document = dict[str, Any]


def pack_document(card: Scorecard, actor: Actor, today: date) -> Document:
    """JSON values only. `today` is the day on which promises are open or not."""
    shared = present(card)
    our_half = ours(shared, is_staff=True)
    owed = reviewing.owed(actor, card.partner, today)
    contested = reviewing.decided(actor, card)
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "company": settings.COMPANY_NAME,
        "partner": {
            "public_id": card.partner.public_id,
            "code": card.partner.code,
            "name": card.partner.name,
        },
        "card": {
            "public_id": card.public_id,
            "template": shared.template,
            "period": shared.period,
            "revision": shared.revision,
            "digest": shared.digest,
        },
        "title": _("Review of %(period)s") % {"period": words.period_name(Period.parse(shared.period))},
        "origin": origin(shared, "date"),
        "day": day(today),
        "theirs": _theirs(shared),
        "ours": _ours(shared, our_half),
        "trend": _trend(shared),
        "figures": _figures(shared, our_half),
        "moves": _moves(card, shared),
        "owed": [_lines_owed(shared, owed), _answers_owed(owed, today)],
        "contests": _contests(contested),
        "standing": _standing(actor, card, today),
        "thanks": [
            {"text": one.text, "by": one.by_label, "day": day(one.at)}
            for one in reviewing.thanks_of(actor, card, today)
        ],
        "agenda": _agenda(shared, owed, contested),
    }


def _theirs(card: SharedScorecard) -> Document:
    found = standing(card)
    return {
        "title": _("How %(partner)s keeps its promises") % {"partner": card.partner_name},
        "score": found.score,
        "band": found.band or found.no_band,
        "notes": [one for one in (found.held, found.lift, found.way) if one],
        "coverage": found.coverage,
        "change": _changed(found.change, found.since),
        "ruler": {
            "score": _text(card.score),
            "bands": [[band.name, _text(band.lower)] for band in card.bands],
        },
    }


def _ours(card: SharedScorecard, found: Ours) -> Document:
    return {
        "title": _("How %(company)s keeps its own, as the customer") % {"company": settings.COMPANY_NAME},
        "is_measured": found.is_measured,
        "quiet": found.quiet,
        "score": found.score,
        "notes": [one for one in (f"{found.honest} {found.feeling}".strip(),) if one],
        "coverage": found.coverage,
        "change": _changed(found.change, found.since),
        "satisfaction": found.satisfaction,
    }


def _changed(change: Decimal | None, since: str) -> str:
    return f"{signed(change)} {since}" if since and change is not None else ""


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _trend(card: SharedScorecard) -> Document:
    """Both scores period by period, gaps included; the numbers of the chart."""
    theirs = {point.period: point.value for point in card.trend}
    our_half = {point.period: point.value for point in card.our_trend}
    periods = _span(card.trend)
    wanted = card.next_band or card.band
    band = next((one for one in card.bands if one.name == wanted), None)
    return {
        "title": _("Both scores over %(span)s") % {"span": words.periods_back(Period.parse(card.period))},
        "labels": [words.period_short(one) for one in periods],
        "periods": [words.period_name(one) for one in periods],
        "theirs": [_text(theirs.get(one.key)) for one in periods],
        "ours": [_text(our_half.get(one.key)) for one in periods],
        "target": [_text(band.lower), band.name] if band else None,
    }


def _span(points: Sequence[TrendPoint]) -> list[Period]:
    first, last = Period.parse(points[0].period), Period.parse(points[-1].period)
    found = [first]
    while found[-1] < last:
        found.append(found[-1].shifted(1))
    return found


def _figures(card: SharedScorecard, our_half: Ours) -> list[Document]:
    """Both tables, as the card shows them."""
    theirs = _("What the score of %(partner)s is made of") % {"partner": card.partner_name}
    found = [_table(theirs, figure_rows(card), _("Target"), standing(card).sum_words)]
    if our_half.is_measured:
        title = _("What the score of %(company)s is made of") % {"company": settings.COMPANY_NAME}
        found.append(_table(title, our_half.figures, _("Promised"), our_half.sum_words))
    return found


def _table(title: str, rows: Sequence[FigureRow], target: str, note: str) -> Document:
    heads = [_("Value"), target, _("Rows"), _("Points"), _("Weight"), _("Result")]
    return {
        "title": title,
        "heads": [_("KPI and basis"), *heads],
        "numbers": [1, 2, 4, 5],
        "rows": [
            [row.name, row.value, row.target, row.counted, row.points, row.weight, row.result] for row in rows
        ],
        "subs": [row.basis for row in rows],
        "note": f"{_('Score')}: {note}",
    }


def _moves(card: Scorecard, shared: SharedScorecard) -> Document | None:
    if not shared.previous_period:
        return None
    parts = [part for part in move_parts(card, shown=ROWS_OF_MOVE) if abs(part.points) >= LEAST_MOVE][:MOVES]
    return {
        "title": _("What moved the scores since %(period)s") % {"period": before_name(card)},
        "empty": _("No graded figure changed."),
        "how": how(),
        "parts": [_move(part) for part in parts],
    }


def _move(part: MovePart) -> Document:
    costs = part.now
    return {
        "name": part.name,
        "ours": part.ours,
        "moved": part.moved,
        "points": f"{part.points:f}",
        "is_gain": part.is_gain,
        "why": f"{part.value}. {part.why}",
        "rows": [[row.name, row.number, row.why, row.alone] for row in costs.rows] if costs else [],
        "more": costs.more if costs else "",
    }


def _lines_owed(card: SharedScorecard, owed: reviewing.Owed) -> Document:
    counts = owed.counts
    values = {
        "open": number(counts[DeskTab.ALL]),
        "late": number(counts[DeskTab.LATE]),
        "unconfirmed": number(counts[DeskTab.TO_CONFIRM]),
    }
    return {
        "ours": False,
        "title": _("What %(partner)s owes") % {"partner": card.partner_name},
        "sentence": _("%(open)s open lines: %(late)s late, %(unconfirmed)s to confirm.") % values,
        "lists": [
            _list(
                _("Late lines"),
                [_("Line"), _("Was due"), _("Open")],
                [_late(line) for line in owed.late],
                counts[DeskTab.LATE],
            )
        ],
    }


def _late(line: Any) -> list[str]:
    known: OrderLine = line
    named = (f"{known.order.number}-{known.number}", known.description or known.item_code)
    return [
        " ".join(filter(None, named)),
        day(line.due_on),
        quantity(from_scaled(line.open_quantity), known.unit),
    ]


def _answers_owed(owed: reviewing.Owed, today: date) -> Document:
    values = {
        "questions": number(owed.question_count),
        "invoices": number(owed.invoice_count),
        "contests": number(len(owed.contests)),
    }
    sentence = _(
        "%(questions)s questions without an answer, %(invoices)s invoices past their day, "
        "%(contests)s contests without a decision."
    )
    if not (owed.question_count or owed.invoice_count or owed.contests):
        sentence = _("Nothing: every question is answered, every invoice paid, every contest decided.")
    lists = [
        _list(
            _("Questions"),
            [_("About"), _("Asked"), _("Answer promised")],
            [[_about(one), day(one.asked_at), day(one.answer_due_at)] for one in owed.questions],
            owed.question_count,
        ),
        _list(
            _("Invoices past their day"),
            [_("Invoice"), _("Was due"), _("Amount")],
            [_invoice(one, today) for one in owed.invoices],
            owed.invoice_count,
        ),
        _list(
            _("Contests"),
            [_("Why"), _("Filed"), _("Decision promised")],
            [
                [str(ContestReason(one.reason).label), day(one.filed_at), day(one.due_on)]
                for one in owed.contests
            ],
            len(owed.contests),
        ),
    ]
    return {
        "ours": True,
        "title": _("What %(company)s owes") % {"company": settings.COMPANY_NAME},
        "sentence": sentence % values,
        "lists": lists,
    }


def _list(title: str, heads: list[str], rows: list[list[str]], count: int) -> Document:
    more = count - len(rows)
    text = ngettext("and %(more)s more", "and %(more)s more", more) % {"more": number(more)}
    return {"title": title, "heads": heads, "rows": rows, "more": text if more > 0 else ""}


def _about(question: Question) -> str:
    if question.line is not None:
        return _("Line %(number)s: %(text)s") % {"number": question.line.number, "text": _short(question)}
    if question.invoice is not None:
        values = {"number": question.invoice.number, "text": _short(question)}
        return _("Invoice %(number)s: %(text)s") % values
    return _short(question)


def _short(question: Any) -> str:
    text: str = " ".join((question.first_text or "").split())
    return text if len(text) <= 120 else f"{text[:119]}…"


def _invoice(invoice: Invoice, today: date) -> list[str]:
    days = (today - invoice.due_on).days
    late = ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": number(days)}
    amount = money(Money(invoice.amount_minor, invoice.currency))
    return [invoice.number, f"{day(invoice.due_on)}, {late}", amount]


def _contests(lines: Sequence[ContestLine]) -> Document:
    """Every contested line with what became of it, and the score before and after."""
    return {
        "title": _("Contests"),
        "empty": _("No line of this card was contested."),
        "heads": [_("Line"), _("Why"), _("Decision"), _("Score before"), _("Score after")],
        "rows": [_contested(one) for one in lines],
    }


def _contested(one: ContestLine) -> list[str]:
    verdict = str(Verdict(one.verdict).label) if one.verdict else _("waits for us")
    return [
        f"{one.line.order.number}-{one.line.number}",
        str(ContestReason(one.contest.reason).label),
        f"{verdict}: {one.note}" if one.note else verdict,
        words.points_text(one.before.score) if one.before else NONE,
        words.points_text(one.after.score) if one.after else NONE,
    ]


def _standing(actor: Actor, card: Scorecard, today: date) -> Document:
    """The tier in force and what is proposed; a person decides it."""
    grant = reviewing.tier_of(actor, card.partner, today)
    found = []
    for one in reviewing.proposals_of(actor, card.partner):
        text = proposal_words.what(one)
        if one.answer_by and not one.answered_at:
            text += ", " + _("to be answered until %(day)s") % {"day": day(one.answer_by)}
        found.append({"text": text, "why": proposal_words.why(one)})
    tier = ""
    if grant is not None:
        tier = _("%(tier)s until %(day)s") % {"tier": grant.tier.name, "day": day(grant.ends_on)}
    benefits = [line.strip() for line in grant.tier.benefits.splitlines() if line.strip()] if grant else []
    return {"tier": tier, "benefits": benefits, "proposals": found}


def _agenda(card: SharedScorecard, owed: reviewing.Owed, contested: Sequence[ContestLine]) -> list[Document]:
    """What to speak about, by what there is; each with room for notes."""
    points = [(_("What went well, and thanks"), "")]
    below = [kpi.name for kpi in card.kpis if kpi.result == "below"]
    if below:
        points.append((_("What was below target"), ", ".join(below)))
    ours_below = [kpi.name for kpi in card.our_kpis if kpi.result in ("below", "near")]
    if ours_below:
        company = settings.COMPANY_NAME
        points.append((_("What %(company)s did not keep") % {"company": company}, ", ".join(ours_below)))
    if owed.counts[DeskTab.LATE] or owed.question_count or owed.invoice_count:
        points.append((_("What is open today"), ""))
    if contested:
        points.append((_("The contests, and what we learn from them"), ""))
    points.append((_("What both do until the next review: who, what, by when"), ""))
    return [{"title": title, "text": text} for title, text in points]
