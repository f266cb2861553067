"""Which published pages somebody may find: in the search, and in the map for search engines."""

from datetime import date
from typing import Any

from wagtail.models import Page

from cms.models import (
    NewsPage,
    PlaybookIndexPage,
    PlaybookPage,
    PolicyPage,
    SurveyIndexPage,
    SurveyPage,
    TextVersion,
)
from cms.models.audience import readable_by
from portal.actors import Actor
from portal.clocks import local_day

# Kept by version: what is read is the version, and the page is there while one of them holds.
CONTROLLED = (PolicyPage, PlaybookPage)
# Surveys are found where they were asked.
_INSIDE = (PlaybookIndexPage, SurveyIndexPage, SurveyPage)


def texts(actor: Actor, on: date) -> Any:
    """The version that holds on this day of each policy and playbook the actor may read."""
    live = Page.objects.live().values("pk")
    return TextVersion.objects.in_force(on).for_actor(actor).filter(page__in=live)


def changed_on(actor: Actor, on: date) -> dict[int, date]:
    """By page since when these texts read as they do: publishing what comes changes nothing yet."""
    return {one.page_id: max(one.in_force_from, local_day(one.issued_at)) for one in texts(actor, on)}


def pages(actor: Actor, on: date) -> Any:
    """Every page but policies and playbooks that the actor may find."""
    found = Page.objects.live().filter(depth__gt=1).not_type(*CONTROLLED)
    if not actor.is_staff:
        found = found.not_type(*_INSIDE)
    news = NewsPage.objects.filter(readable_by(actor)).values("pk")
    return found.not_type(NewsPage) | found.filter(pk__in=news)


def listed(actor: Actor, on: date) -> Any:
    """All of them, policies and playbooks too, as pages in the order of the tree."""
    return (pages(actor, on) | Page.objects.filter(pk__in=texts(actor, on).values("page"))).order_by("path")
