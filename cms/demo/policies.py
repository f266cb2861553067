"""The demo's policies with their versions of four years: their words stand in policies.toml."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from wagtail.models import Page

from cms.demo.days import moment_before, month_start, workday
from cms.enums import ChangeKind
from cms.models import HomePage, PolicyIndexPage, PolicyPage, StandardPage, TextVersion
from portal.enums import StaffRole
from portal.models import User

WORDS = Path(__file__).with_name("policies.toml")
_FACTS = (
    "reference",
    "title",
    "slug",
    "summary",
    "audience",
    "kinds",
    "asks_partners",
    "asks_staff",
    "read_days",
)


def write(*, erin: Any, on: date) -> int:
    """Each version on its day, approved by both executives; returns how many versions."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    signed = [
        str(one) for one in User.objects.filter(role=StaffRole.EXECUTIVE, is_active=True).order_by("pk")
    ]
    index = PolicyIndexPage(title=words["title"], intro=words["intro"], live=False)
    index = HomePage.objects.get().add_child(instance=index)
    index.save_revision(user=erin, log_action=True).publish(user=erin)
    for facts in words["policy"]:
        page = index.add_child(instance=_draft(facts, on))
        page.standards = list(StandardPage.objects.filter(kpi__in=facts["standards"]))
        page.save()
        points = list(facts["body"])
        for version in facts["version"]:
            points = _changed(points, version.get("change", ()))
            _issue(page, points, version, on=on, erin=erin, signed=signed)
    return sum(len(facts["version"]) for facts in words["policy"])


def _draft(facts: dict[str, Any], on: date) -> PolicyPage:
    keeper = User.objects.filter(email=facts["keeper"]).first()
    given = {name: facts[name] for name in _FACTS}
    return PolicyPage(**given, keeper=keeper, in_force_from=on, live=False)


def _changed(points: list[dict[str, str]], changes: Any) -> list[dict[str, str]]:
    """`at` counts from 1; one more than there are adds a point."""
    points = list(points)
    for change in changes:
        place = change["at"] - 1
        point = {name: change[name] for name in ("title", "text") if name in change}
        points[place : place + 1] = [{**(points[place] if place < len(points) else {}), **point}]
    return points


def _issue(
    page: PolicyPage, points: Any, words: dict[str, Any], *, on: date, erin: Any, signed: list[str]
) -> None:
    """Published like every page; then each day is what it was, not the one on which the demo was built."""
    since = month_start(on, words["months"]) + timedelta(days=words.get("days", 0))
    issued_at = moment_before(workday(min(on, since - timedelta(days=words["issued_before"])), -1), 0)
    page = PolicyPage.objects.get(pk=page.pk)
    page.body = [("section", point) for point in points]
    page.in_force_from, page.review_on = since, month_start(since, words["review_months"])
    page.change = ChangeKind.EDITORIAL if words.get("editorial") else ChangeKind.MATERIAL
    page.reason = words.get("reason", "")
    page.save_revision(user=erin, log_action=True).publish(user=erin)
    newest = TextVersion.objects.filter(page=page).order_by("-major", "-minor")[0]
    newest.in_force_from, newest.issued_at, newest.approved_by = since, issued_at, signed
    newest.save()
    first = {} if page.first_published_at else {"first_published_at": issued_at}
    Page.objects.filter(pk=page.pk).update(
        last_published_at=issued_at, latest_revision_created_at=issued_at, **first
    )
