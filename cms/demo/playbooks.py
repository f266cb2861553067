"""The demo's playbooks for our own people, and who was trained in them."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from cms.actions.training import train
from cms.demo.days import moment_before, month_start, workday
from cms.models import HomePage, PlaybookIndexPage, PlaybookPage, TextVersion
from portal.actors import Actor
from portal.models import User

WORDS = Path(__file__).with_name("playbooks.toml")
TRAINED_AFTER = timedelta(days=20)


def write(*, erin: Any, on: date) -> int:
    """Each in force since so many months; returns how many pages."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    home = HomePage.objects.get()
    index = _publish(home, PlaybookIndexPage(title=words["title"], intro=words["intro"]), erin, on)
    for facts in words["playbook"]:
        since = month_start(on, -facts["months_in_force"])
        page = _publish(index, _playbook(facts, since), erin, since)
        _train(page, facts["trained"], Actor(user=erin), since, on)
    return 1 + len(words["playbook"])


def _playbook(facts: dict[str, Any], since: date) -> PlaybookPage:
    return PlaybookPage(
        title=facts["title"],
        slug=slugify(facts["title"]),
        reference=facts["reference"],
        summary=facts["summary"],
        keeper=User.objects.filter(email=facts["keeper"]).first(),
        in_force_from=since,
        review_on=month_start(since, 12),
        helps_at=f",{','.join(sorted(facts['helps_at']))},",
        asks_staff=True,
        body=[("section", point) for point in facts["body"]],
    )


def _publish(parent: Page, page: Any, erin: Any, since: date) -> Any:
    page.live = False
    page = parent.add_child(instance=page)
    page.save_revision(user=erin, log_action=True).publish(user=erin)
    at = moment_before(since, 0)
    Page.objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=at)
    TextVersion.objects.filter(page=page).update(issued_at=at)
    return page


def _train(page: PlaybookPage, addresses: list[str], by: Actor, since: date, on: date) -> None:
    people = list(User.objects.filter(email__in=addresses))
    if people:
        version = TextVersion.objects.get(page=page)
        day = workday(min(since + TRAINED_AFTER, on - timedelta(days=1)), -1)
        train(by=by, version=version, people=people, on=day, note="An hour with two real cases")
