"""The page on which more customers are asked: what stays as it was, and what would happen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.actions.survey_adding import Adding
from cms.enums import SplitBy
from cms.facts.surveys import groups_kept
from cms.models import SurveyRound
from cms.presenters.surveys import group_name, round_name
from portal.presentation import day, number

MOST_NAMED = 50


@dataclass(frozen=True)
class GroupLine:
    name: str
    written: str


@dataclass(frozen=True)
class AddingView:
    """`asked` is empty where nobody is new; `groups` where results are not split."""

    asked: str
    groups: list[GroupLine]
    known: list[str]
    known_more: str
    unkept: str


@dataclass(frozen=True)
class AddingPage:
    """`rules`: what is true whoever is added; `closed`: why nobody is."""

    name: str
    rules: list[str]
    closed: str
    preview: AddingView | None


def adding_page(survey_round: SurveyRound, found: Adding | None, today: date) -> AddingPage:
    is_over = survey_round.closed_at is not None or survey_round.closes_on < today
    return AddingPage(
        name=round_name(survey_round),
        rules=_rules(survey_round, today),
        closed=_("This round is closed: it is not opened again.") if is_over else "",
        preview=_preview(survey_round, found, today) if found is not None else None,
    )


def _rules(survey_round: SurveyRound, today: date) -> list[str]:
    rules = [_("They are asked the same questions, are told the same, and answer until the same day.")]
    if survey_round.opens_on <= today:
        rules.append(_("Each new address gets its mail at once. Who was asked already gets no second one."))
    else:
        first = day(survey_round.opens_on, "full")
        rules.append(_("They get their mail with all the others, on %(day)s.") % {"day": first})
    if survey_round.split_by != SplitBy.GROUP:
        rules.append(_("Results are not split: a group beside an address is not kept."))
    elif survey_round.is_anonymous:
        rules.append(_kept_words(survey_round))
    return rules


def _kept_words(survey_round: SurveyRound) -> str:
    names = {"least": number(survey_round.min_group), "groups": ", ".join(groups_kept(survey_round))}
    if not names["groups"]:
        return (
            _("No group had %(least)s addresses when the round was opened: all count together, for good.")
            % names
        )
    words = _(
        "Results may be split by the groups that had %(least)s addresses when the round was opened:"
        " %(groups)s. They can only grow. Any other was too small then and stays so: who is in it counts"
        " among all others."
    )
    return words % names


def _preview(survey_round: SurveyRound, found: Adding, today: date) -> AddingView:
    many = len(found.new)
    forms = (
        ngettext("%(count)s new address is asked at once", "%(count)s new addresses are asked at once", many)
        if survey_round.opens_on <= today
        else ngettext(
            "%(count)s new address is asked on the first day",
            "%(count)s new addresses are asked on the first day",
            many,
        )
    )
    sizes = Counter(one.group for one in found.new)
    is_split = survey_round.split_by == SplitBy.GROUP
    rest = len(found.known) - MOST_NAMED
    return AddingView(
        asked=forms % {"count": number(many)} if many else "",
        groups=[
            GroupLine(group_name(survey_round, group), number(n))
            for group, n in sorted(sizes.items(), key=lambda one: (not one[0], one[0]))
        ]
        if is_split
        else [],
        known=list(found.known[:MOST_NAMED]),
        known_more=_("and %(count)s more") % {"count": number(rest)} if rest > 0 else "",
        unkept=", ".join(found.unkept) if is_split else "",
    )
