"""How touchpoints, silences and risks read."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.presentation import day, days_from, number, share
from suppliers.engine.at_risk import SPAN, Sign
from suppliers.enums import TouchKind
from suppliers.facts.touch import CASE, PLAN, QUESTION, Contact, Rule, Spoken

PICTURES = {
    TouchKind.VISIT: "map-pin",
    TouchKind.CALL: "phone",
    TouchKind.MEETING: "users",
    TouchKind.VIDEO: "video",
    TouchKind.MAIL: "mail",
    TouchKind.OTHER: "message-circle",
}
HOW = {
    QUESTION: gettext_lazy("in a question"),
    CASE: gettext_lazy("in a case"),
    PLAN: gettext_lazy("in a plan"),
    TouchKind.VISIT: gettext_lazy("by a visit"),
    TouchKind.CALL: gettext_lazy("by phone"),
    TouchKind.MEETING: gettext_lazy("in a meeting"),
    TouchKind.VIDEO: gettext_lazy("by video"),
    TouchKind.MAIL: gettext_lazy("by mail"),
    TouchKind.OTHER: gettext_lazy("in another way"),
}
RISK_NAMES = {
    "orders": gettext_lazy("Falling orders"),
    "score": gettext_lazy("Falling score"),
    "cases": gettext_lazy("Open cases"),
    "again": gettext_lazy("The same again"),
    "silent": gettext_lazy("Silent"),
    "late": gettext_lazy("We pay late"),
    "promise": gettext_lazy("We promised"),
    "papers": gettext_lazy("Papers end"),
}


def how_words(how: str) -> str:
    return str(HOW.get(how, how))


def days_words(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def spoken_words(last: Spoken | None, today: dt.date) -> str:
    """Last spoken yesterday, by phone; or that nobody did."""
    if last is None:
        return _("Nobody has spoken to them yet")
    return _("Last spoken %(when)s, %(how)s") % {
        "when": days_from(today, last.on),
        "how": how_words(last.how),
    }


def rule_words(rule: Rule) -> str:
    """How often we mean to speak, and in which way."""
    said = _("at least every %(days)s") % {"days": days_words(rule.every_days)}
    if not rule.kind:
        return said
    return _("%(rule)s, %(how)s every %(days)s") % {
        "rule": said,
        "how": how_words(rule.kind),
        "days": days_words(rule.kind_every_days),
    }


def contact_words(one: Contact) -> str:
    """Of a partner's page: what the plan says, and what comes next."""
    words = [_("We mean to speak %(rule)s.") % {"rule": rule_words(one.rule)}]
    if one.next_on is not None:
        words.append(
            _("Next on %(day)s, %(how)s.") % {"day": day(one.next_on), "how": how_words(one.next_kind)}
        )
    elif one.is_silent:
        words.append(_("That was due on %(day)s, and nothing is planned.") % {"day": day(one.due_on)})
    else:
        words.append(_("Nothing is planned yet; due by %(day)s.") % {"day": day(one.due_on)})
    return " ".join(words)


def sign_words(sign: Sign) -> str:
    """One reason with its figure."""
    figures = sign.figures
    if sign.key == "score":
        return _("Score %(now)s, %(fall)s below the mean of the cards before (%(mean)s)") % {
            "now": number(figures[0], 1),
            "fall": number(figures[1] - figures[0], 1),
            "mean": number(figures[1], 1),
        }
    if sign.key == "orders":
        return _("Ordered %(share)s less in %(days)s days than in the %(days)s before") % {
            "share": share(figures[0], 0),
            "days": SPAN,
        }
    if sign.key == "late":
        return _("%(late)s of their %(due)s invoices due in %(days)s days were or are paid late") % {
            "late": number(figures[0]),
            "due": number(figures[1]),
            "days": SPAN,
        }
    if sign.key == "papers":
        return _papers(int(figures[0]), int(figures[1]))
    return _counted(sign.key, int(figures[0]))


def _counted(key: str, many: int) -> str:
    if key == "silent":
        if many < 0:
            return _("Nobody has ever spoken to them")
        return ngettext(
            "Nobody has spoken to them for %(n)s day", "Nobody has spoken to them for %(n)s days", many
        ) % {"n": number(many)}
    if key == "cases":
        return ngettext("%(n)s case of theirs is open", "%(n)s cases of theirs are open", many) % {
            "n": number(many)
        }
    if key == "again":
        return _("%(n)s cases about the same in %(days)s days") % {"n": number(many), "days": SPAN}
    return ngettext(
        "%(n)s promise of ours from a talk is past its day",
        "%(n)s promises of ours from talks are past their day",
        many,
    ) % {"n": number(many)}


def _papers(many: int, left: int) -> str:
    what = ngettext("%(n)s paper", "%(n)s papers", many) % {"n": number(many)}
    if left < 0:
        return _("%(what)s out of date or about to be, the first since %(days)s") % {
            "what": what,
            "days": days_words(-left),
        }
    return _("%(what)s will end, the first in %(days)s") % {"what": what, "days": days_words(left)}
