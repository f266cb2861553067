"""Texts by version and what is asked about them, as small as they can be."""

from datetime import UTC, date, datetime

from cms.actions import answers
from cms.enums import Audience, ChangeKind, CommentKind
from cms.models import HomePage, PolicyIndexPage, PolicyPage, TextVersion

ASKED = datetime(2026, 10, 5, 9, tzinfo=UTC)  # a Monday


def add_policy(title="Paying on time", keeper=None, **facts):
    """A live policy without any version."""
    home = HomePage.objects.get()
    index = PolicyIndexPage.objects.first() or home.add_child(instance=PolicyIndexPage(title="Policies"))
    facts = {"summary": "When we pay.", "in_force_from": date(2026, 1, 1), "keeper": keeper, **facts}
    return index.add_child(instance=PolicyPage(title=title, **facts))


def issue(page, major=1, minor=0, *, owner=None, since=date(2026, 1, 1), **facts):
    """One version of it, past the editor; who owns it keeps the page."""
    if owner is not None:
        PolicyPage.objects.filter(pk=page.pk).update(keeper=owner)
    given = {
        "title": page.title,
        "summary": page.summary,
        "audience": Audience.PUBLIC,
        "change": ChangeKind.EDITORIAL if minor else ChangeKind.MATERIAL,
        "issued_at": datetime(since.year, since.month, since.day, 8, tzinfo=UTC),
        "issued_by_label": "Dana Lund",
        **facts,
    }
    return TextVersion.objects.create(
        page=page, major=major, minor=minor, in_force_from=since, owner=owner, **given
    )


def propose(by, version, text="Start the clock at the gate.", **facts):
    facts = {"kind": CommentKind.PROPOSAL, "at": ASKED, **facts}
    return answers.ask(by=by, version=version, text=text, **facts)
