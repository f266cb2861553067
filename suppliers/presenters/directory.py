"""The head and the saved views of the lists: how many need a word, and where to click."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import number
from suppliers.presenters.partners import PartnerRow
from suppliers.presenters.words import sentence_case, spelled


@dataclass(frozen=True)
class Tab:
    """A view of a list that people come back to."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Head:
    title: str
    reason: str


def list_head(rows: Sequence[PartnerRow], known: int, *, is_filtered: bool) -> Head:
    """“Five of 36 partners have late lines”: what to do, not where one is."""
    if not known:
        return Head(
            _("Who do you work with?"), _("Add your partners one by one, or import them from a file.")
        )
    late = sum(row.late_lines > 0 for row in rows)
    lines = sum(row.late_lines for row in rows)
    among = number(len(rows))
    if not rows:
        return Head(_("No partner fits"), _("Take a filter away to see more."))
    if not late:
        title = ngettext("%(count)s partner, no late line", "%(count)s partners, no late line", len(rows))
        return Head(title % {"count": among}, _("Nobody waits for a delivery that should be here."))
    if is_filtered:
        title = ngettext(
            "%(late)s of these %(all)s partners has late lines",
            "%(late)s of these %(all)s partners have late lines",
            late,
        )
    else:
        title = ngettext(
            "%(late)s of %(all)s partners has late lines",
            "%(late)s of %(all)s partners have late lines",
            late,
        )
    reason = ngettext(
        "%(count)s line is past its promise. They stand first.",
        "%(count)s lines are past their promise. They stand first.",
        lines,
    )
    return Head(
        sentence_case(title % {"late": spelled(late), "all": among}),
        sentence_case(reason % {"count": spelled(lines)}),
    )
