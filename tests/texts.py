"""Policies that are published as an editor does it, day by day."""

import itertools
from datetime import UTC, datetime

import time_machine

from cms.models import HomePage, PolicyIndexPage, PolicyPage, TextVersion

_counted = itertools.count(1)
SECTIONS = (
    ("What we promise", "<p>We pay 95 % of invoices within the agreed terms.</p>"),
    ("When the clock starts", "<p>Terms count from the day our inspection accepts the goods.</p>"),
    ("If we are late", "<p>We say so and pay interest if you ask for it.</p>"),
)


def sections(*points):
    return [("section", {"title": title, "text": text}) for title, text in points]


def write(title="Paying on time", *, keeper, points=SECTIONS, **facts):
    """A draft of a policy under the one list of them."""
    home = HomePage.objects.get()
    index = PolicyIndexPage.objects.first() or home.add_child(instance=PolicyIndexPage(title="Policies"))
    given = {
        "reference": f"POL-{next(_counted):02}",
        "summary": f"In short: {title}",
        "in_force_from": datetime(2026, 1, 1).date(),
        **facts,
    }
    page = PolicyPage(title=title, keeper=keeper, body=sections(*points), live=False, **given)
    return index.add_child(instance=page)


def publish(page, on, *, by=None, points=None, **changes):
    """What was changed is published on this day; returns the version that holds the newest number."""
    page = PolicyPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    if points is not None:
        page.body = sections(*points)
    with time_machine.travel(datetime(on.year, on.month, on.day, 8, tzinfo=UTC), tick=False):
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return TextVersion.objects.filter(page=page).order_by("-major", "-minor").first()
