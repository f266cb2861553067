"""What a text was made from: whom we asked, when, how many answered, and results for who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.enums import SurveyAudience
from cms.facts.surveys import headcounts, newest_published
from cms.models import SurveyInvitation, SurveyRound
from cms.models.survey import of_partner
from cms.permissions_surveys import can_read_results
from portal.actors import Actor
from portal.presentation import day, number


@dataclass(frozen=True)
class Evidence:
    """`survey` and `facts` are empty where no survey is named or nothing of it is published; `url` where
    this reader may not open the results."""

    text: str
    survey: str = ""
    facts: str = ""
    url: str = ""


def evidence(stream: Any, actor: Actor) -> list[Evidence]:
    """One row for each block of `stream`, a StreamField of evidence blocks; a fixed number of queries."""
    blocks = [block.value for block in stream or ()]
    surveys = {one["survey"].pk for one in blocks if one.get("survey")}
    rounds = newest_published(surveys) if surveys else {}
    counts = headcounts(list(rounds.values())) if rounds else {}
    asked = _asking(actor, rounds.values())
    found = []
    for value in blocks:
        survey = value.get("survey")
        one = rounds.get(survey.pk) if survey else None
        if one is None:
            found.append(Evidence(value["text"]))
            continue
        may = can_read_results(actor, one) and (actor.partner_id is None or _is_for(one, asked))
        url = reverse("cms:survey_round", args=[one.public_id]) if may else ""
        found.append(Evidence(value["text"], one.title, facts_of(one, counts[one.pk]), url))
    return found


def _asking(actor: Actor, rounds: Iterable[SurveyRound]) -> set[int]:
    """The rounds in which this actor's partner was asked."""
    if actor.partner_id is None or not rounds:
        return set()
    rows = SurveyInvitation.objects.filter(of_partner(actor.partner_id), round__in=list(rounds))
    return set(rows.values_list("round", flat=True))


def _is_for(survey_round: SurveyRound, asked: set[int]) -> bool:
    return survey_round.asked == SurveyAudience.CUSTOMERS or survey_round.pk in asked


def facts_of(survey_round: SurveyRound, count: Any) -> str:
    """“27 partners asked, 22 answered, October 2026”; few answers are not counted."""
    when = day(survey_round.closes_on, "month")
    asked = asked_words(survey_round.asked, count.asked)
    if count.replied < survey_round.min_group:
        words = _("%(asked)s, fewer than %(least)s answered, %(when)s")
        return words % {"asked": asked, "least": number(survey_round.min_group), "when": when}
    words = _("%(asked)s, %(replied)s answered, %(when)s")
    return words % {"asked": asked, "replied": number(count.replied), "when": when}


def asked_words(asked: str, many: int) -> str:
    """“27 partners asked”."""
    names = {"count": number(many)}
    if asked == SurveyAudience.PARTNERS:
        return ngettext("%(count)s partner asked", "%(count)s partners asked", many) % names
    if asked == SurveyAudience.CUSTOMERS:
        return ngettext("%(count)s customer asked", "%(count)s customers asked", many) % names
    return ngettext("%(count)s colleague asked", "%(count)s colleagues asked", many) % names
