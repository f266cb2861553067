"""Tolerances in plain sentences: what passes by itself, what a buyer decides, what is refused."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import NBSP, number
from suppliers.enums import PartnerKind
from suppliers.facts.previewing import Preview
from suppliers.models import Tolerance


@dataclass(frozen=True)
class Shown:
    tolerance: Tolerance
    name: str
    note: str
    sentences: list[str]


def group_name(tolerance: Tolerance) -> str:
    """For whom it is, in words."""
    kind = str(PartnerKind(tolerance.kind).label) if tolerance.kind else ""
    if tolerance.partner is not None:
        return tolerance.partner.name
    if tolerance.segment and kind:
        return _("Segment %(segment)s, kind %(kind)s") % {"segment": tolerance.segment, "kind": kind}
    if tolerance.segment:
        return _("Segment %(segment)s") % {"segment": tolerance.segment}
    return _("Kind %(kind)s") % {"kind": kind} if kind else _("All partners")


def group_note(tolerance: Tolerance) -> str:
    if tolerance.partner is not None:
        return _("holds before every other")
    if tolerance.segment or tolerance.kind:
        return _("unless the partner has its own")
    return _("where nothing more particular is said")


def shown(tolerance: Tolerance) -> Shown:
    return Shown(tolerance, group_name(tolerance), group_note(tolerance), sentences(tolerance))


def sentences(one: Tolerance) -> list[str]:
    """One for each way in which a promise can differ."""
    said = [
        _days(one.later_days, one.later_never),
        _earlier(one.earlier_days),
        _per_cent(_("Less"), one.less_pct, one.less_never),
        _per_cent(_("More"), one.more_pct, one.more_never),
        _per_cent(_("Dearer"), one.dearer_pct, one.dearer_never),
        _("Several parts pass by themselves.") if one.may_split else _("Several parts wait for a buyer."),
    ]
    return [sentence for sentence in said if sentence]


def _days(passes: int | None, never: int | None) -> str:
    if passes is None:
        words = _("A later day passes by itself")
    elif not passes:
        words = _("Every later day waits for a buyer")
    else:
        words = ngettext(
            "Up to %(n)s day later passes by itself", "Up to %(n)s days later pass by themselves", passes
        ) % {"n": number(passes)}
    if never is None:
        rest = _(", beyond that a buyer decides") if passes else ""
    else:
        rest = ngettext(", more than %(n)s day is refused", ", more than %(n)s days are refused", never) % {
            "n": number(never)
        }
    return f"{words}{rest}."


def _earlier(passes: int | None) -> str:
    if passes is None:
        return _("An earlier day passes by itself.")
    if not passes:
        return _("Every earlier day waits for a buyer.")
    words = ngettext(
        "Up to %(n)s day earlier passes by itself, beyond that a buyer decides.",
        "Up to %(n)s days earlier pass by themselves, beyond that a buyer decides.",
        passes,
    )
    return words % {"n": number(passes)}


def _per_cent(word: str, passes: Decimal | None, never: Decimal | None) -> str:
    if passes is None:
        words = _("%(word)s: passes by itself") % {"word": word}
    elif not passes:
        words = _("%(word)s: waits for a buyer") % {"word": word}
    else:
        words = _("%(word)s: up to %(n)s passes by itself") % {"word": word, "n": _share(passes)}
    if never is None:
        rest = _(", beyond that a buyer decides") if passes else ""
    else:
        rest = _(", more than %(n)s is refused") % {"n": _share(never)}
    return f"{words}{rest}."


def _share(value: Decimal) -> str:
    return f"{number(value, None)}{NBSP}%"


def preview_words(found: Preview) -> str:
    """“Of the 214 promises of the last 90 days 23 would have passed by themselves, 4 would have waited.”"""
    if not found.n:
        return _("These partners have promised nothing in the last 90 days, so there is nothing to compare.")
    words = _(
        "Of the %(n)s promises of the last 90 days %(asked)s were as asked for or better, %(within)s would"
        " have passed by themselves, %(waiting)s would have waited for a buyer, %(refused)s would have been"
        " refused."
    )
    return words % {
        "n": number(found.n),
        "asked": number(found.as_asked),
        "within": number(found.within),
        "waiting": number(found.waiting),
        "refused": number(found.refused),
    }
