"""Policies and playbooks by version: which holds, which came before, which comes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from wagtail.models import Page

from cms.models import PlaybookPage, PolicyPage, TextVersion
from portal.actors import Actor
from portal.models import User


def in_force(page: Page, on: date) -> TextVersion | None:
    """The version that holds on this day; None before the first one does."""
    rows = TextVersion.objects.filter(page_id=page.pk, in_force_from__lte=on)
    return rows.order_by("-major", "-minor").first()


def known(page: Page, actor: Actor, on: date) -> list[TextVersion]:
    """All versions that this actor may know of, the newest first: what comes is for our own people alone.

    Others read the past of a text while it is published and they may read what holds of it.
    """
    rows = list(TextVersion.objects.filter(page_id=page.pk).order_by("-major", "-minor"))
    if actor.is_staff:
        return rows
    begun = [version for version in rows if version.in_force_from <= on]
    if not page.live or not begun or not begun[0].readable_by(actor):
        return []
    return [version for version in begun if version.readable_by(actor)]


def theirs(kind: str, slug: str, actor: Actor, on: date) -> list[TextVersion]:
    """The same of the published text of this kind of page at this address; empty where there is none."""
    page = Page.objects.live().filter(slug=slug, content_type__model=kind).first()
    versions = known(page, actor, on) if page is not None else []
    for version in versions:
        version.page = page
    return versions


def is_to_change(page: Page, on: date) -> bool:
    """Is a version of it to come? Then the page itself speaks of that one already."""
    return TextVersion.objects.filter(page_id=page.pk, in_force_from__gt=on).exists()


def texts_for(actor: Actor, on: date) -> QuerySet[TextVersion]:
    """The version that holds of every published text that this actor may read, by their references."""
    live = Page.objects.live().values("pk")
    rows = TextVersion.objects.in_force(on).for_actor(actor).filter(page__in=live)
    return rows.select_related("owner").order_by("reference", "title", "pk")


def keepers(pages: Iterable[int]) -> dict[int, User]:
    """Who answers for each of these texts today, by page: it may change without a version. Two queries."""
    wanted, found = list(pages), dict[int, User]()
    for model in (PolicyPage, PlaybookPage):
        for page in model.objects.filter(pk__in=wanted).select_related("keeper"):
            if page.keeper is not None:
                found[page.pk] = page.keeper
    return found
