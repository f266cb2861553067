"""What a promise is, and how far it lies from what was agreed, in words."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import NBSP, day, number, quantity
from suppliers.engine.lines import Part
from suppliers.engine.tolerance import Difference, Judgement, Kind, Verdict


def parts_in_words(parts: Iterable[Part], unit: str = "") -> str:
    """“60 pcs on 12 Oct 2026, 40 pcs on 19 Oct 2026”."""
    said = _("%(quantity)s on %(day)s")
    return ", ".join(
        said % {"quantity": quantity(part.quantity, unit), "day": day(part.due_on)} for part in sorted(parts)
    )


def verdict_in_words(verdict: Verdict) -> str:
    """Why it waits, or why it cannot be: each difference that decided, with what would have passed."""
    return " ".join(difference_in_words(one) for one in verdict.reasons)


def difference_in_words(one: Difference) -> str:
    """“10 days later than agreed, 3 pass by themselves.”"""
    if one.kind == Kind.PRICED:
        return _("No price was agreed so far.")
    if one.kind == Kind.SPLIT:
        return _("%(n)s parts; one passes by itself.") % {"n": number(one.by)}
    if one.kind in (Kind.LATER, Kind.EARLIER):
        return _with_limit(one, _days(one), number(one.limit))
    percent = _percent(one.by)
    words = {
        Kind.LESS: _("%s less than agreed"),
        Kind.MORE: _("%s more than agreed"),
        Kind.DEARER: _("%s dearer than agreed"),
    }[one.kind]
    return _with_limit(one, words % percent, _percent(one.limit) if one.limit is not None else "")


def _days(one: Difference) -> str:
    n = int(one.by)
    if one.kind == Kind.LATER:
        return ngettext("%s day later than agreed", "%s days later than agreed", n) % number(n)
    return ngettext("%s day earlier than agreed", "%s days earlier than agreed", n) % number(n)


def _with_limit(one: Difference, words: str, limit: str) -> str:
    if one.limit is None or one.judgement == Judgement.WITHIN:
        return _("%s.") % words
    if one.judgement == Judgement.NEVER:
        return _("%(words)s; more than %(limit)s is not possible.") % {"words": words, "limit": limit}
    if not one.limit:
        return _("%s; that is for a person to decide.") % words
    return _("%(words)s; %(limit)s pass by themselves.") % {"words": words, "limit": limit}


def _percent(value: Decimal) -> str:
    return f"{number(value, None)}{NBSP}%"
