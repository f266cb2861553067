"""Who opens surveys, who answers them, and who reads what came of them. Content editors word them only."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from cms.enums import SurveyAudience
from cms.models import SurveyInvitation, SurveyRound
from cms.models.survey import SurveyRoundQuerySet, of_partner
from portal.actors import ANONYMOUS, Actor
from portal.enums import PartnerRole, StaffRole
from suppliers.permissions import READERS

# Who opens and closes rounds, reads results first, finds themes in them, and publishes them.
OPENERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER, StaffRole.EXECUTIVE)
# Who answers for a partner; viewers only look.
ANSWERING = (PartnerRole.ADMIN, PartnerRole.EDITOR)


def can_open_rounds(actor: Actor) -> bool:
    return actor.is_staff and actor.has_role(*OPENERS)


def check_can_open_rounds(actor: Actor) -> None:
    if not can_open_rounds(actor):
        raise PermissionDenied


def can_see_rounds(actor: Actor) -> bool:
    """That there are rounds, and how they stand."""
    return actor.is_staff and actor.has_role(*READERS)


def rounds_for(actor: Actor, today: date) -> SurveyRoundQuerySet:
    """The rounds whose page this actor may open.

    Who only writes pages reads what is everybody's, and answers like everybody; others hear of a round on its
    first day.
    """
    rows = SurveyRound.objects.for_actor(actor)
    if can_see_rounds(actor):
        return rows
    if not actor.is_staff:
        return rows.filter(opens_on__lte=today)
    asked = SurveyInvitation.objects.filter(round=OuterRef("pk"), user=actor.user)
    return rows.filter(Q(pk__in=SurveyRound.objects.for_actor(ANONYMOUS).values("pk")) | Exists(asked))


def can_read_results(actor: Actor, survey_round: SurveyRound) -> bool:
    """Of a closed round: who opens rounds at once, the others once they are published.

    Whether a partner or person was asked is the queryset's answer (SurveyRound.objects.for_actor).
    """
    if survey_round.closed_at is None:
        return False
    if can_open_rounds(actor):
        return True
    if survey_round.published_at is None:
        return False
    if survey_round.asked == SurveyAudience.CUSTOMERS:
        return True
    if survey_round.asked == SurveyAudience.STAFF:
        return actor.is_staff and (can_see_rounds(actor) or invitation_of(actor, survey_round) is not None)
    return actor.partner_id is not None or can_see_rounds(actor)


def can_read_replies(actor: Actor, survey_round: SurveyRound) -> bool:
    """One by one, with the name that stands under each: of a named round that is closed."""
    is_told = survey_round.closed_at is not None and not survey_round.is_anonymous
    return is_told and can_open_rounds(actor)


def invitation_of(actor: Actor, survey_round: SurveyRound) -> SurveyInvitation | None:
    """How this actor was asked: as a partner (or as one that was merged into it), or in person."""
    rows = SurveyInvitation.objects.filter(round=survey_round).select_related("partner", "round__page")
    if actor.partner_id is not None:
        # Of two that became one the other may answer yet.
        found = rows.filter(of_partner(actor.partner_id)).order_by("has_answered", "pk")
    elif actor.user is not None:
        found = rows.filter(user=actor.user)
    else:
        return None
    return found.first()


def can_answer(actor: Actor) -> bool:
    """One of our people for themselves; for a partner who may speak for it."""
    return actor.is_staff or actor.has_role(*ANSWERING)


def check_can_answer(actor: Actor, invitation: SurveyInvitation | None = None) -> None:
    """In general; or this invitation, which is theirs, their company's, or that of one merged into it."""
    if not can_answer(actor) or (invitation is not None and not _is_theirs(actor, invitation)):
        raise PermissionDenied


def _is_theirs(actor: Actor, invitation: SurveyInvitation) -> bool:
    if invitation.partner is None:
        return actor.user is not None and invitation.user_id == actor.user.pk and actor.is_staff
    mine = actor.partner_id
    return mine is not None and mine in (invitation.partner_id, invitation.partner.merged_into_id)
