"""Publishing a text that is kept by version issues a version: that, and not the page, is what people read."""

import re
from datetime import date, datetime
from typing import Any

from wagtail.models import Page, TaskState

from cms.enums import ChangeKind
from cms.models.text_version import TextVersion
from portal.actions import audit
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel
from portal.models import User

_KEYS = re.compile(r' data-block-key="[^"]*"')
# What a version says and asks: where none of it changed, nothing is issued. Who keeps a text and when it is
# looked at again is read from its page, as it is now.
SEEN = (
    "title",
    "reference",
    "summary",
    "body",
    "audience",
    "kinds",
    "asks_partners",
    "asks_staff",
    "read_days",
)


def frozen(page: Any) -> dict[str, Any]:
    """What a version takes over from its page."""
    facts = {name: getattr(page, name) for name in SEEN if name != "body"}
    kept = {"owner": page.keeper, "owner_name": str(page.keeper or ""), "review_on": page.review_on}
    return {**facts, **kept, "body": points_of(page)}


def points_of(page: Any) -> list[dict[str, Any]]:
    """The points of the text as they are kept: type and value, without the editor's own keys."""
    return [
        {"type": block["type"], "value": {name: _without_keys(text) for name, text in block["value"].items()}}
        for block in page.body.get_prep_value()
    ]


def _without_keys(text: str) -> str:
    """The editor names each paragraph anew: that is no change of its words."""
    return _KEYS.sub("", text)


def draft_of(page: Any) -> TextVersion:
    """The version that the page would become; not saved: what the editor previews."""
    last = newest(page)
    major, minor = next_number(last, page.change)
    return TextVersion(
        page=page,
        major=major,
        minor=minor,
        change=page.change,
        reason=page.reason,
        in_force_from=page.in_force_from or local_day(),
        **frozen(page),
    )


def issue(page: Any, *, revision: Any, user: User | None, at: datetime) -> TextVersion | None:
    """The next version of a page that was just published; None when readers would see no difference.

    The first version holds from the day that is written; a later one not before it is published, nor before
    the one that it follows.
    """
    last = newest(page)
    facts = frozen(page)
    if last is not None and all(getattr(last, name) == facts[name] for name in SEEN):
        return None
    version = draft_of(page)
    version.in_force_from = holds_from(page.in_force_from, last, local_day(at))
    version.approved_by = _approved_by(revision, user)
    version.issued_at, version.issued_by = at, user
    by = Actor(user=user) if user is not None else system_actor(Channel.JOB)
    version.issued_by_label = by.label
    version.save()
    data = {"text": version.title, "number": version.number, "in_force_from": str(version.in_force_from)}
    audit.record(by=by, verb="text.issued", obj=version, data={**data, "approved_by": version.approved_by})
    return version


def newest(page: Page) -> TextVersion | None:
    """The version issued last, whether it holds already or not."""
    return TextVersion.objects.filter(page_id=page.pk).order_by("-major", "-minor").first()


def next_number(last: TextVersion | None, change: str) -> tuple[int, int]:
    """1 for the first; after 2.1, 3 for a material and 2.2 for an editorial change."""
    if last is None:
        return 1, 0
    return (last.major, last.minor + 1) if change == ChangeKind.EDITORIAL else (last.major + 1, 0)


def holds_from(wanted: date, last: TextVersion | None, today: date) -> date:
    """A day that is over means today for whatever follows a first version."""
    return wanted if last is None else max(wanted, today, last.in_force_from)


def _approved_by(revision: Any, user: User | None) -> list[str]:
    """Those who approved this text, and who published it: by name, each once."""
    states = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    names = [str(state.finished_by) for state in states.select_related("finished_by").order_by("finished_at")]
    if user is not None:
        names.append(str(user))
    return list(dict.fromkeys(names))
