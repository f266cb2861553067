"""News that is to be told: one notice to everybody of its audience who has an account, once for good."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cms.enums import Audience
from cms.models import NewsPage
from cms.models.fields import codes_of
from portal.actions import audit
from portal.actions.notices import notify
from portal.actors import Actor, system_actor
from portal.enums import Channel
from portal.models import Notice, User
from suppliers.enums import PartnerStatus
from suppliers.models import Membership


def tell_due(*, now: datetime) -> int:
    """All news that is public by now and was not told yet; returns how many people are told.

    Missed runs are caught up with: what counts is that nobody was told, not when it was published.
    """
    by = system_actor(Channel.JOB)
    waiting = NewsPage.objects.live().filter(tell=True, told_at=None).order_by("day", "pk")
    return sum(_tell(by, pk, now) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _tell(by: Actor, pk: int, now: datetime) -> int:
    """Another worker may have been quicker."""
    news = NewsPage.objects.select_for_update(of=("self",)).filter(pk=pk, tell=True, told_at=None).first()
    if news is None:
        return 0
    people = dict(listeners(news))
    notices = [_notice(news, user, scope, now) for user, scope in people.items()]
    notify(by=by, notices=notices)
    NewsPage.objects.filter(pk=pk).update(told_at=now)
    audit.record(by=by, verb="news.told", obj=news, data={"title": news.title, "people": len(notices)})
    return len(notices)


def listeners(news: NewsPage) -> Iterator[tuple[User, str]]:
    """Who of its audience has an account, each once, with the partner they hear it for ("" for our own).

    Who is lost to us reads it still, and is not written to.
    """
    if news.audience != Audience.PARTNERS:
        ours = User.objects.filter(is_active=True).exclude(role="")
        yield from ((user, "") for user in ours.order_by("pk"))
    if news.audience == Audience.STAFF:
        return
    theirs = Membership.objects.filter(
        user__is_active=True, user__role="", partner__merged_into=None
    ).exclude(partner__status=PartnerStatus.LOST)
    if news.audience == Audience.PARTNERS and news.kinds:
        theirs = theirs.filter(partner__kind__in=codes_of(news.kinds))
    seen: set[int] = set()
    for one in theirs.select_related("user", "partner").order_by("user_id", "pk"):
        if one.user_id not in seen:
            seen.add(one.user_id)
            yield one.user, one.partner.public_id


def _notice(news: NewsPage, user: User, scope: str, now: datetime) -> Notice:
    with translation.override(user.language or translation.get_language()):
        return Notice(
            user=user,
            scope=scope,
            key=f"news:{news.translation_key}:{user.pk}",
            path=path_of(news),
            subject=" ".join(news.title.split())[:250],
            words=news.summary,
            act=_("Read it"),
            facts=[],
            created_at=now,
        )


def path_of(news: NewsPage) -> str:
    """Its address on this site, without the host."""
    parts = news.get_url_parts()
    return parts[2] if parts else "/"
