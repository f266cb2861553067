"""Who is asked in a round, how many answered, and what they said: the results of closed rounds alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cms.engine.results import Reply, Results, results
from cms.enums import SplitBy, SurveyPurpose
from cms.models import SurveyInvitation, SurveyPage, SurveyReply, SurveyRound, SurveyTheme
from cms.models.fields import codes_of
from portal.models import User
from suppliers.enums import PartnerStatus
from suppliers.facts.people import ANSWERING
from suppliers.models import Membership, Partner


@dataclass(frozen=True)
class Headcount:
    """How many were asked, and how many replied."""

    asked: int
    replied: int


def partners_to_ask(page: SurveyPage) -> QuerySet[Partner]:
    """Partners we work with that have somebody to answer; asked why they left, those that did."""
    has_left = Q(status=PartnerStatus.LOST)
    here = has_left if page.purpose == SurveyPurpose.EXIT else ~has_left & ~Q(status=PartnerStatus.PROSPECT)
    answering = Membership.objects.filter(
        role__in=ANSWERING, user__is_active=True, user__role="", partner__merged_into=None
    )
    found = Partner.objects.filter(here, pk__in=answering.values("partner"))
    if page.kinds:
        found = found.filter(kind__in=codes_of(page.kinds))
    return found.order_by("pk")


def people_to_ask() -> QuerySet[User]:
    """All of our own people."""
    return User.objects.filter(is_active=True).exclude(role="").order_by("pk")


def group_of_partner(partner: Partner, split_by: str) -> str:
    if split_by == SplitBy.KIND:
        return partner.kind
    if split_by == SplitBy.SEGMENT:
        return partner.segment
    return partner.country if split_by == SplitBy.COUNTRY else ""


def groups_kept(survey_round: SurveyRound) -> list[str]:
    """The groups that were large enough at opening: no other is ever kept with a reply."""
    rows = SurveyInvitation.objects.filter(round=survey_round).exclude(group="")
    return sorted(set(rows.order_by().values_list("group", flat=True)))


def headcounts(rounds: Collection[SurveyRound]) -> dict[int, Headcount]:
    """Of closed rounds, by their pk: while one is open nobody is told how many answered. One query."""
    closed = [one.pk for one in rounds if one.closed_at is not None]
    rows = (
        SurveyInvitation.objects.filter(round__in=closed)
        .order_by()
        .values_list("round")
        .annotate(asked=Count("pk"), replied=Count("pk", filter=Q(has_answered=True)))
    )
    found = {pk: Headcount(asked, replied) for pk, asked, replied in rows}
    return {pk: found.get(pk, Headcount(0, 0)) for pk in closed}


def results_of(survey_round: SurveyRound) -> Results | None:
    """None while it is open, and where too few replied."""
    if survey_round.closed_at is None:
        return None
    rows = SurveyReply.objects.filter(round=survey_round).values_list("group", "answers")
    replies = [Reply(group, answers) for group, answers in rows]
    return results(survey_round.asked_questions, replies, survey_round.min_group)


def own_words(survey_round: SurveyRound, question: str) -> list[tuple[str, str]]:
    """(key of the reply, words) of one text question, in the order of the words: it tells nothing of who.

    Empty while the round is open and where too few wrote something.
    """
    if survey_round.closed_at is None:
        return []
    rows = SurveyReply.objects.filter(round=survey_round).values_list("key", "answers")
    found = [(key, text) for key, answers in rows if (text := answers.get(question))]
    if len(found) < survey_round.min_group:
        return []
    return sorted(found, key=lambda one: (one[1].casefold(), one[0]))


def before(survey_round: SurveyRound) -> SurveyRound | None:
    """The last closed round of the same survey before this one that asked the same kind of people."""
    found: SurveyRound | None = (
        SurveyRound.objects.filter(
            page_id=survey_round.page_id,
            asked=survey_round.asked,
            number__lt=survey_round.number,
            closed_at__isnull=False,
        )
        .order_by("-number")
        .first()
    )
    return found


def newest_published(pages: Iterable[int]) -> dict[int, SurveyRound]:
    """By the survey's pk its newest round with published results. One query."""
    rows = SurveyRound.objects.filter(page__in=list(pages), published_at__isnull=False)
    return {one.page_id: one for one in rows.order_by("number")}


def themes_of(survey_round: SurveyRound) -> dict[str, list[tuple[str, int]]]:
    """By question the themes that were found, each with the number of replies it is in. One query."""
    if survey_round.closed_at is None:
        return {}
    rows = SurveyTheme.objects.filter(round=survey_round).order_by("name").annotate(n=Count("replies"))
    found: dict[str, list[tuple[str, int]]] = {}
    for theme in rows:
        found.setdefault(theme.question, []).append((theme.name, theme.n))
    return found
