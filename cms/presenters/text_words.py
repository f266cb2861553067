"""Versions of a policy or playbook in words: their states, their days, and where they are read."""

import html
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.engine.diffing import BREAK
from cms.enums import Audience, ChangeKind
from cms.models import TextVersion
from cms.models.fields import codes_of
from portal.presentation import day
from suppliers.enums import PartnerKind

_AUDIENCES = {
    Audience.PUBLIC: gettext_lazy("everybody"),
    Audience.PARTNERS: gettext_lazy("all partners"),
    Audience.STAFF: gettext_lazy("our own people"),
}
_KINDS = {
    PartnerKind.SUPPLIER: gettext_lazy("suppliers"),
    PartnerKind.DISTRIBUTOR: gettext_lazy("distributors"),
    PartnerKind.DEALER: gettext_lazy("dealers"),
    PartnerKind.AGENT: gettext_lazy("agents"),
}
_ENDS = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>")
_ITEM = re.compile(r"<li[^>]*>")


@dataclass(frozen=True)
class State:
    """As a chip shows it."""

    words: str
    tone: str
    icon: str | None = None


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of all that the reader may know of."""

    number: str
    url: str
    said: str
    state: State
    is_shown: bool


def where(page: Page) -> str:
    """The first part of the page's address, and of those of its versions."""
    return "playbooks" if page.cached_content_type.model == "playbookpage" else "policies"


def version_url(page: Page, version: TextVersion) -> str:
    return reverse("cms:text_version", args=[where(page), page.slug, version.number])


def pdf_url(page: Page, version: TextVersion) -> str:
    return reverse("cms:text_pdf", args=[where(page), page.slug, version.number])


def compare_url(page: Page, old: TextVersion | None = None, new: TextVersion | None = None) -> str:
    url = reverse("cms:text_compare", args=[where(page), page.slug])
    return f"{url}?from={old.number}&to={new.number}" if old and new else url


def place(version: TextVersion) -> tuple[int, int]:
    """In the order in which versions are issued."""
    return version.major, version.minor


def before(version: TextVersion, versions: list[TextVersion]) -> TextVersion | None:
    """The one that it followed, as far as the reader knows of it; `versions`: the newest first."""
    return next((one for one in versions if place(one) < place(version)), None)


def holds_now(page: Page, versions: list[TextVersion], today: date) -> TextVersion | None:
    """Of versions, the newest first, the one that holds; of a text that was taken down none does."""
    return next((one for one in versions if page.live and one.in_force_from <= today), None)


def state_of(version: TextVersion, holds: TextVersion | None, today: date) -> State:
    if version.pk is None:
        return State(_("Draft"), "", "pen")
    if version.in_force_from > today:
        return State(_("Coming"), "open", "clock")
    if holds is not None and holds.pk == version.pk:
        return State(_("In force"), "ok")
    return State(_("Past"), "")


def since_words(version: TextVersion, today: date) -> str:
    """ "since 1 Jan 2025", "from 1 Nov 2026"."""
    form = _("from %(day)s") if version.in_force_from > today else _("since %(day)s")
    return form % {"day": day(version.in_force_from)}


def span_words(version: TextVersion, versions: list[TextVersion]) -> str:
    """When it held: "1 Jan 2025 to 31 Oct 2026"; `versions`: all of the text, the newest first."""
    later = [one.in_force_from for one in versions if place(one) > place(version)]
    first = day(version.in_force_from)
    if not later or min(later) <= version.in_force_from:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": day(min(later) - timedelta(days=1))}


def change_words(version: TextVersion) -> str:
    """ "material", "editorial"; of the first version nothing."""
    if place(version) == (1, 0):
        return ""
    return _("editorial") if version.change == ChangeKind.EDITORIAL else _("material")


def audience_words(version: TextVersion) -> str:
    """ "suppliers and agents", "everybody": in the middle of a line."""
    if version.audience == Audience.PARTNERS and version.kinds:
        known = codes_of(version.kinds)
        return get_text_list([str(words) for kind, words in _KINDS.items() if kind in known], _("and"))
    return str(_AUDIENCES[Audience(version.audience)])


def approved_words(version: TextVersion) -> str:
    """ "Approved by Liv Halden and Dana Lund"."""
    if not version.approved_by:
        return ""
    return _("Approved by %(names)s") % {"names": get_text_list(version.approved_by, _("and"))}


def version_rows(
    page: Page, versions: list[TextVersion], shown: TextVersion, today: date
) -> list[VersionRow]:
    holds = holds_now(page, versions, today)
    return [
        VersionRow(
            number=one.number,
            url=version_url(page, one),
            said=_said(one, versions, state_of(one, holds, today), today),
            state=state_of(one, holds, today),
            is_shown=one.pk == shown.pk,
        )
        for one in versions
    ]


def _said(version: TextVersion, versions: list[TextVersion], state: State, today: date) -> str:
    """ "from 1 Nov 2026, material. Approved by Liv Halden"; of an editorial change what it was."""
    when = since_words(version, today) if state.tone else span_words(version, versions)
    said = ", ".join(filter(None, (when, change_words(version))))
    if version.change == ChangeKind.EDITORIAL and version.reason:
        return f"{said}: {version.reason}"
    return f"{said}. {approved_words(version)}." if version.approved_by else said


def points(version: TextVersion) -> list[dict[str, Any]]:
    return [block["value"] for block in version.body]


def plain(rich: str) -> str:
    """Rich text as words, a line for each paragraph, a dot before each item of a list."""
    lines = _ENDS.sub(BREAK, _ITEM.sub("• ", rich))
    return html.unescape(strip_tags(lines)).strip()
