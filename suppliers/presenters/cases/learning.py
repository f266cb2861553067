"""What is learned from a case: the whys, the cause, the change; and what the area did before and after."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from suppliers.models import Case
from suppliers.presenters.words import spelled


@dataclass(frozen=True)
class Learned:
    cause: str
    whys: tuple[str, ...]
    asked: str
    change: str
    since: str

    @property
    def is_empty(self) -> bool:
        return not (self.cause or self.whys or self.change)


def learned_of(case: Case) -> Learned:
    whys = tuple(map(str, case.whys or ()))
    asked = ngettext("Found by asking why %(n)s time.", "Found by asking why %(n)s times.", len(whys)) % {
        "n": spelled(len(whys))
    }
    return Learned(
        case.cause,
        whys,
        asked if whys else "",
        case.change,
        _("since %(day)s") % {"day": day(case.changed_on)} if case.changed_on else "",
    )


def effect_words(before: int, after: int, days: int) -> str:
    """“Same area: 9 cases in the 30 days before the change, 1 in the 30 days after.”"""
    cases = ngettext("%(n)s case", "%(n)s cases", before) % {"n": number(before)}
    return ngettext(
        "Same area: %(before)s in the %(days)s day before the change, %(after)s in as long after it.",
        "Same area: %(before)s in the %(days)s days before the change, %(after)s in as long after it.",
        days,
    ) % {"before": cases, "after": number(after), "days": number(days)}
