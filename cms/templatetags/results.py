"""Live results in templates of pages: Wagtail's page models stand below what reads figures."""

from collections.abc import Iterable
from typing import Any

from django import template

from cms.models import MissionPage, StandardPage
from cms.presenters.checklist import Checklist, checklist
from cms.presenters.results import Kept, kept
from cms.presenters.results import kept_promises as kept_in_words
from cms.presenters.results import promised_to as in_words
from cms.presenters.standards import StandardSheet, sheet
from portal.clocks import local_day
from portal.models import User

register = template.Library()


@register.simple_tag
def kept_standards(standards: Iterable[StandardPage]) -> Kept:
    """{% kept_standards page.standards.all as kept %}, then standard_rows.html with rows=kept.rows."""
    return kept(list(standards), local_day())


@register.simple_tag
def mission_checklist(page: MissionPage, reader: User) -> Checklist:
    """As `reader`, who writes it, sees it."""
    return checklist(page, local_day(), reader)


@register.simple_tag
def kept_promises(promises: Any) -> Kept:
    """{% kept_promises page.promises as kept %}: of a mission's stream, in its own words."""
    return kept_in_words([_promise(block.value) for block in promises], local_day())


@register.simple_tag
def promised_to(promises: Any) -> list[tuple[str, Kept]]:
    """(to whom, the promises to them), in the order of their first promise."""
    streams: dict[str, list[Any]] = {}
    for block in promises:
        streams.setdefault(block.value["to"], []).append(block)
    return [(in_words(to), kept_promises(blocks)) for to, blocks in streams.items()]


@register.simple_tag(takes_context=True)
def standard_sheet(context: Any, page: StandardPage) -> StandardSheet | None:
    return sheet(page, context["request"].actor, local_day())


def _promise(value: Any) -> tuple[str, StandardPage | None]:
    """A standard that is not published, or no longer, measures nothing here."""
    page = value["standard"]
    return value["promise"], page.specific if page is not None and page.live else None
