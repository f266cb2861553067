"""Both sides hear of papers that run out: 90, 60, 30 and 0 days before, once each.

A run that was missed is caught up. What one side was told is never told again, also not to who came later.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.actions.notices import notify
from portal.actors import system_actor
from portal.enums import Channel
from portal.models import Notice, User
from suppliers.actions.asking import in_words_of
from suppliers.actions.wording_onboarding import expiring_words
from suppliers.engine.expiry import thresholds_due
from suppliers.facts.colleagues import acting_people
from suppliers.facts.documents import learned_on, running_out
from suppliers.facts.people import answering_people
from suppliers.models import Partner, PartnerDocument

PARTNER, COMPANY = "partner", "company"
_AT_ONCE = 500


@transaction.atomic
def tell_expiring(*, now: datetime) -> int:
    """Notices to the partner's administrators and editors, and to who looks after it; returns how many."""
    today = timezone.localdate(now)
    wanted = [
        (document, days)
        for document in running_out(today)
        if document.expires_on is not None
        for days in thresholds_due(
            document.expires_on, learned_on(document, timezone.localdate(document.created_at)), today
        )
    ]
    known = _told({document.partner.public_id for document, _days in wanted})
    people = answering_people({document.partner_id for document, _days in wanted})
    keepers = list(acting_people("")) if wanted else []
    notices = []
    for document, days in wanted:
        sides = {
            PARTNER: people.get(document.partner_id, []),
            COMPANY: our_people_for(document.partner, keepers),
        }
        for side, readers in sides.items():
            start = key_of(document, days, side)
            if start not in known:
                notices += [_notice(document, user, f"{start}:{user.pk}", side, now) for user in readers]
    return notify(by=system_actor(Channel.JOB), notices=notices)


def key_of(document: PartnerDocument, days: int, side: str) -> str:
    """What is told once to each side: this paper, with this last day, so many days before."""
    return f"document:{document.public_id}:{document.expires_on}:{days}:{side}"


def our_people_for(partner: Partner, keepers: Sequence[User]) -> list[User]:
    """Who looks after the partner; when nobody does, or they have left, all who keep partners."""
    owner = partner.owner
    if owner is not None and owner.is_active and owner.role:
        return [owner]
    return list(keepers)


def _told(scopes: Iterable[str]) -> set[str]:
    """The beginnings of the keys that these partners' notices have."""
    wanted = sorted(scopes)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Notice.objects.filter(
            scope__in=wanted[start : start + _AT_ONCE], key__startswith="document:"
        ).values_list("key", flat=True)
        found.update(key.rpartition(":")[0] for key in rows)
    return found


def _notice(document: PartnerDocument, user: User, key: str, side: str, now: datetime) -> Notice:
    partner, is_ours = document.partner, side == COMPANY
    today = timezone.localdate(now)
    words = in_words_of(user, partial(expiring_words, document, today, is_ours=is_ours))
    page = reverse("suppliers:documents", args=[partner.public_id])
    owner = partner.owner
    return Notice(
        user=user,
        scope=partner.public_id,
        key=key,
        path=page,
        subject=" ".join(words.subject.split())[:250],
        words=words.text,
        act=words.act,
        facts=words.facts,
        reply_to=owner.email if not is_ours and owner is not None and owner.is_active else "",
        created_at=now,
    )
