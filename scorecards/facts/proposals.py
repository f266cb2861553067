"""Proposals as a list: where each stands today, and which may be decided now."""

from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from portal.actors import Actor
from scorecards.enums import BandAction, ProposalDecision, ProposalKind, ProposalState
from scorecards.models import ProposedAction

# As policies.is_welcome says of one.
WELCOME = Q(kind=ProposalKind.BAND, action__in=(BandAction.THANK, BandAction.DEVELOP)) | Q(
    Q(from_tier=None) | Q(tier__rank__gte=F("from_tier__rank")), kind=ProposalKind.TIER, tier__isnull=False
)
READY = (ProposalState.ANSWERED, ProposalState.SILENT, ProposalState.WELCOME)
OPEN = (ProposalState.ASKED, *READY)


def with_state(proposals: QuerySet[ProposedAction], today: date) -> QuerySet[ProposedAction]:
    """Annotates `state`, a ProposalState, as policies.proposal_state says of one."""
    return proposals.annotate(
        state=Case(
            *(
                When(decision=one, then=Value(ProposalState(one.value).value))
                for one in (ProposalDecision.GRANTED, ProposalDecision.DECLINED, ProposalDecision.OVERTAKEN)
            ),
            When(answered_at__isnull=False, then=Value(ProposalState.ANSWERED.value)),
            When(answer_by__lt=today, then=Value(ProposalState.SILENT.value)),
            When(WELCOME, then=Value(ProposalState.WELCOME.value)),
            default=Value(ProposalState.ASKED.value),
        )
    )


def ready(actor: Actor, today: date, *, only_thanks: bool) -> QuerySet[ProposedAction]:
    """What may be decided now; a buyer decides on thanks alone."""
    found = with_state(ProposedAction.objects.for_actor(actor), today).filter(state__in=READY)
    return found.filter(action=BandAction.THANK) if only_thanks else found


def open_of(actor: Actor, today: date) -> QuerySet[ProposedAction]:
    """What is not decided yet, the newest first."""
    found = with_state(ProposedAction.objects.for_actor(actor), today).filter(state__in=OPEN)
    return found.select_related("partner", "tier", "from_tier", "card")
