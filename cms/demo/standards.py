"""The demo's promises with their quarters, and the mission, approved by its two executives."""

import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from wagtail.models import Page, Revision, TaskState

from cms.actions.editors import align_groups
from cms.actions.snapshots import take
from cms.demo.days import moment_before
from cms.enums import SurveyPurpose
from cms.facts.results import closing_day, newest_closed, results
from cms.models import HomePage, MissionPage, StandardIndexPage, StandardPage, SurveyPage
from portal.actors import system_actor
from portal.enums import Channel
from portal.models import User

WORDS = Path(__file__).with_name("standards.toml")
MISSION = Path(__file__).with_name("mission.toml")
# So many quarters ago the promises were first made.
QUARTERS = 6


def promise(*, erin: Any, on: date) -> int:
    """The standards, live since so many quarters, each of which is published; returns how many."""
    align_groups(by=system_actor(), user=erin)
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    home = HomePage.objects.get()
    since = moment_before(on - timedelta(days=92 * QUARTERS), 0)
    index = _child(home, StandardIndexPage(title=words["title"], intro=words["intro"]))
    publish(index, erin, since)
    missed = {}
    for facts in words["standard"]:
        missed[facts["slug"]] = facts.pop("missed")
        publish(_child(index, _standard(facts, on)), erin, since)
    pages = list(StandardPage.objects.child_of(index))
    _publish_quarters(pages[0], on)
    _say_why(pages, missed, erin, on)
    return 1 + len(pages)


def mission(*, erin: Any, on: date, at: datetime) -> MissionPage:
    """Erin submits it, the other executive approves it: nobody publishes it alone, in the demo neither."""
    page = _child(HomePage.objects.get(), _mission(tomllib.loads(MISSION.read_text(encoding="utf-8")), on))
    page.save_revision(user=erin, log_action=True)
    page.get_workflow().start(page, erin)
    page.refresh_from_db()
    state = TaskState.objects.get(revision=page.latest_revision, status=TaskState.STATUS_IN_PROGRESS)
    second = User.objects.filter(role=erin.role, is_active=True).exclude(pk=erin.pk).order_by("pk")[0]
    align_groups(by=system_actor(), user=second)
    state.task.specific.on_action(state, second, "approve", comment="")
    _date(page, at)
    return MissionPage.objects.get(pk=page.pk)


def publish(page: Page, user: Any, at: datetime) -> None:
    page.save_revision(user=user, log_action=True).publish(user=user)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=at, last_published_at=at, latest_revision_created_at=at
    )


def _standard(facts: dict[str, Any], on: date) -> StandardPage:
    keeper = User.objects.filter(email=facts["keeper"]).first()
    given = facts | {"keeper": keeper, "target": Decimal(facts["target"])}
    return StandardPage(**given, review_on=on + timedelta(days=105))


def _publish_quarters(page: StandardPage, on: date) -> None:
    """As the job did it: on the day after each quarter had closed."""
    quarter = newest_closed(page, on)
    for back in range(QUARTERS, -1, -1):
        one = quarter.shifted(-back)
        _take(closing_day(page, one) + timedelta(days=1))


def _take(day: date) -> None:
    take(by=system_actor(Channel.JOB), at=moment_before(day, 0, 7))


def _say_why(pages: list[StandardPage], missed: dict[str, str], erin: Any, on: date) -> None:
    found = results(pages, on)
    for page in pages:
        result = found[page.pk]
        if result.met is False:
            page.remark, page.remark_on = missed[page.slug], result.as_of + timedelta(days=2)
            since = page.first_published_at
            publish(page, erin, since)


def _mission(words: dict[str, Any], on: date) -> MissionPage:
    standards = {page.slug: page for page in StandardPage.objects.live()}
    needs = SurveyPage.objects.live().filter(purpose=SurveyPurpose.NEEDS).order_by("pk")
    surveys = {page.asked: page for page in needs}
    streams = {
        "promises": [
            ("promise", one | {"standard": standards.get(one["standard"])}) for one in words["promises"]
        ],
        "values": [("point", one) for one in words["values"]],
        "goals": [("goal", one) for one in words["goals"]],
        "evidence": [
            ("evidence", {"survey": surveys.get(one["asked"]), "text": one["text"]})
            for one in words["evidence"]
        ],
    }
    keeper = User.objects.filter(email="erin@halden.example").first()
    return MissionPage(**(words | streams), keeper=keeper, review_on=on + timedelta(days=105))


def _date(page: MissionPage, at: datetime) -> None:
    """All of it happened at that moment, not when the demo was built."""
    TaskState.objects.filter(revision__object_id=str(page.pk)).update(finished_at=at)
    MissionPage.objects.filter(pk=page.pk).update(
        approved_on=at.date(), first_published_at=at, last_published_at=at, latest_revision_created_at=at
    )
    revision = Revision.objects.get(pk=page.latest_revision_id)
    content = revision.content | {"approved_on": at.date().isoformat()}
    Revision.objects.filter(pk=revision.pk).update(content=content, created_at=at)


def _child(parent: Page, page: Any) -> Any:
    page.live = False
    return parent.add_child(instance=page)
