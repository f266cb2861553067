"""The demo's public pages: their words stand in pages.toml, the executive publishes them."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from cms.actions.editors import align_groups
from cms.models import HomePage, MissionPage, PolicyIndexPage, PolicyPage
from portal.actors import system_actor

WORDS = Path(__file__).with_name("pages.toml")


def write(*, erin: Any, on: date, at: datetime) -> int:
    """Publish home, mission and policies in Erin's name, as of the moment `at`; returns how many pages."""
    align_groups(by=system_actor(), user=erin)
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    home = _home(words["home"])
    index = PolicyIndexPage(title=words["policies"]["title"], intro=words["policies"]["intro"])
    pages: list[Page] = [home, _child(home, _mission(words["mission"], on)), _child(home, index)]
    pages += [_child(index, _policy(policy, on)) for policy in words["policies"]["policy"]]
    for page in pages:
        _publish(page, erin, at)
    return len(pages)


def _home(words: dict[str, Any]) -> HomePage:
    home = HomePage.objects.get()
    for name, value in words.items():
        setattr(home, name, _blocks("point", value) if name == "inside" else value)
    return home


def _mission(words: dict[str, Any], on: date) -> MissionPage:
    blocks = {"promises": "promise", "values": "point", "goals": "goal"}
    filled = {
        name: _blocks(blocks[name], value) if name in blocks else value for name, value in words.items()
    }
    days = {"approved_on": on - timedelta(days=75), "review_on": on + timedelta(days=105)}
    return MissionPage(**filled, **days)


def _policy(words: dict[str, Any], on: date) -> PolicyPage:
    """In force since so many months; every policy is looked at again after two years."""
    months = words["months_in_force"]
    facts = {name: words[name] for name in ("title", "reference", "summary", "owner_name", "audience")}
    return PolicyPage(
        **facts,
        slug=slugify(words["title"]),
        in_force_from=_first_of_month(on, -months),
        review_on=_first_of_month(on, 24 - months),
        body=_blocks("section", words["body"]),
    )


def _blocks(kind: str, values: list[dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [(kind, value) for value in values]


def _first_of_month(day: date, months: int) -> date:
    """The first day of the month so many months from that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _child(parent: Page, page: Page) -> Page:
    page.live = False
    return parent.add_child(instance=page)


def _publish(page: Page, user: Any, at: datetime) -> None:
    page.save_revision(user=user, log_action=True).publish(user=user)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=at, last_published_at=at, latest_revision_created_at=at
    )
