"""The search of the site: only what this reader may read, and of policies only the version that holds."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText, SearchQuery

from cms.models import NewsPage, TextVersion
from cms.visibility import pages, texts
from portal.actors import Actor

# The longest question, and how many of each kind are shown.
LONGEST, MOST = 120, 25
# A word of so many letters loses no s.
_SHORTEST = 3
# Quotes and brackets mean something to the index, and nothing to who asks.
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True)
class Found:
    """`whole`: everything found has all of the words; else what has some of them, for want of better."""

    texts: list[TextVersion]
    news: list[Any]
    pages: list[Any]
    whole: bool = True

    @property
    def count(self) -> int:
        return len(self.texts) + len(self.news) + len(self.pages)


def find(words: str, actor: Actor, on: date) -> Found:
    """What has all the words, best first; when there is nothing, what has some of them."""
    asked = _WORD.findall(words[:LONGEST])
    if not asked:
        return Found([], [], [])
    either = [_either(word) for word in asked]
    for query in (PlainText(" ".join(asked), operator="and"), reduce(and_, either)):
        found = _find(query, actor, on)
        if found.count:
            return found
    return replace(_find(reduce(or_, either), actor, on), whole=False)


def _either(word: str) -> SearchQuery:
    """One or many of it: the index knows no grammar, and who looks for an invoice wants invoices, too."""
    other = word[:-1] if word.endswith("s") and len(word) > _SHORTEST else f"{word}s"
    return PlainText(word) | PlainText(other)


def _find(query: SearchQuery, actor: Actor, on: date) -> Found:
    backend = get_search_backend()

    def search(model: Any, rows: Any) -> list[Any]:
        """The index knows no audiences: it is asked among the rows that the reader may read."""
        among = model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return list(backend.search(query, among)[:MOST])

    versions = search(TextVersion, texts(actor, on))
    live = pages(actor, on)
    news = live.type(NewsPage)
    return Found(
        texts=_with_pages(versions),
        news=_specific(search(Page, news)),
        pages=_specific(search(Page, live.not_type(NewsPage))),
    )


def _specific(found: list[Any]) -> list[Any]:
    """In their order; a statement for each type of page, however many there are."""
    by_pk = {page.pk: page for page in Page.objects.filter(pk__in=[one.pk for one in found]).specific()}
    return [by_pk[one.pk] for one in found]


def _with_pages(versions: list[TextVersion]) -> list[TextVersion]:
    by_pk = Page.objects.in_bulk([version.page_id for version in versions])
    for version in versions:
        version.page = by_pk[version.page_id]
    return versions
