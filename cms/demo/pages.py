"""The demo's public pages: their words stand in pages.toml, the executive publishes them."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from wagtail.models import Page

from cms.actions.editors import align_groups
from cms.demo.days import moment, workday
from cms.models import (
    HomePage,
    JoinPage,
    NewsIndexPage,
    NewsPage,
    ReachPage,
    TextPage,
)
from portal.actors import system_actor

WORDS = Path(__file__).with_name("pages.toml")


def write(*, erin: Any, on: date, at: datetime) -> int:
    """Publish home and texts in Erin's name, as of the moment `at`; returns how many pages."""
    align_groups(by=system_actor(), user=erin)
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    home = _home(words["home"])
    pages: list[Page] = [home, *(_child(home, page) for page in _texts(words))]
    for page in pages:
        _publish(page, erin, at)
    return len(pages) + _news(home, words["news"], erin, on)


def _home(words: dict[str, Any]) -> HomePage:
    home = HomePage.objects.get()
    for name, value in words.items():
        setattr(home, name, _blocks("point", value) if name == "inside" else value)
    return home


def _texts(words: dict[str, Any]) -> Iterator[Page]:
    """About us and the like, how to reach us, become a partner."""
    for text in words["text"]:
        yield TextPage(**{**text, "body": _blocks("text", text["body"])})
    yield ReachPage(**{**words["reach"], "channels": _blocks("channel", words["reach"]["channels"])})
    yield JoinPage(**{**words["join"], "points": _blocks("point", words["join"]["points"])})


def _news(home: HomePage, words: dict[str, Any], erin: Any, on: date) -> int:
    """Each on its day, the list on that of the oldest."""
    index = _child(home, NewsIndexPage(title=words["title"], intro=words["intro"]))
    items = sorted(words["item"], key=lambda item: -item["days_ago"])
    for number, item in enumerate(items):
        day = workday(on - timedelta(days=item["days_ago"]), -1)
        at = moment(day, Random(item["title"]))
        if number == 0:
            _publish(index, erin, at)
        facts = {name: item[name] for name in ("title", "summary", "audience", "kinds")}
        _publish(_child(index, NewsPage(**facts, day=day, body=_blocks("text", item["body"]))), erin, at)
    return 1 + len(items)


def _blocks(kind: str, values: list[dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [(kind, value) for value in values]


def _child(parent: Page, page: Page) -> Page:
    page.live = False
    return parent.add_child(instance=page)


def _publish(page: Page, user: Any, at: datetime) -> None:
    page.save_revision(user=user, log_action=True).publish(user=user)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=at, last_published_at=at, latest_revision_created_at=at
    )
