"""Whoever owns a page hears before it is due to be looked at again, and on the day; each once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cms.actions import reading_wording as wording
from cms.actions.reading_reminding import answering
from cms.actions.telling_reading import notice_to
from cms.models import MissionPage, PlaybookPage, PolicyPage, StandardPage, SurveyPage
from cms.permissions import WRITERS
from portal.actions.notices import notify
from portal.actors import system_actor
from portal.clocks import local_day
from portal.enums import Channel
from portal.models import Notice, User
from scorecards.actions.plan_reminding import passed

OWNED: tuple[Any, ...] = (MissionPage, StandardPage, PolicyPage, PlaybookPage, SurveyPage)


def remind(*, now: datetime) -> int:
    """All that is due by now; of two that were missed only the later is mailed."""
    by, today = system_actor(Channel.JOB), local_day(now)
    pages = list(_due(today))
    abouts = [_about(page) for page in pages]
    told = Notice.objects.filter(about__in=abouts).values_list("key", flat=True)
    known = {key.rpartition(":")[0] for key in told}
    with transaction.atomic():
        return sum(notify(by=by, notices=_notices(page, known, today, now)) for page in pages)


def _due(today: date) -> Iterator[Any]:
    last = today + timedelta(days=settings.REVIEW_NOTICE_DAYS)
    for model in OWNED:
        yield from model.objects.live().filter(review_on__lte=last).select_related("keeper").order_by("pk")


def _notices(page: Any, known: set[str], today: date, now: datetime) -> Iterator[Notice]:
    since = local_day(page.first_published_at) if page.first_published_at else date.min
    come = passed((-settings.REVIEW_NOTICE_DAYS, 0), page.review_on, today, since)
    for days in come:
        key = f"review:{page.pk}:{page.review_on}:{days}"
        if key not in known:
            for user in answering(page.keeper, now):
                yield notice_to(
                    user,
                    partial(wording.review, page, today),
                    key=f"{key}:{user.pk}",
                    about=_about(page),
                    path=_path(page, user),
                    at=now,
                    is_overtaken=days != come[-1],
                )


def _about(page: Any) -> str:
    return f"page-{page.pk}"


def _path(page: Any, user: User) -> str:
    """The editor for those who write pages; else the page itself."""
    if user.role in WRITERS:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return str(page.url or reverse("portal:home"))
