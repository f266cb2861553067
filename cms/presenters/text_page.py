"""The page of a policy or playbook at one of its versions, and the list of all policies."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.enums import Audience
from cms.facts.texts import is_to_change, known, texts_for
from cms.models import PolicyPage, TextVersion
from cms.presenters.comparing import Comparison, compare
from cms.presenters.text_words import (
    State,
    VersionRow,
    audience_words,
    before,
    change_words,
    compare_url,
    holds_now,
    pdf_url,
    since_words,
    span_words,
    state_of,
    version_rows,
    version_url,
    where,
)
from portal.actors import Actor
from portal.presentation import day
from suppliers.presenters.words import sentence_case


@dataclass(frozen=True)
class Tab:
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class TextSheet:
    """What stands around the text. `against`: the version before, as its number; `changes`: since that one.

    `with_changes`: the text itself is shown with them. `notice`: what to know before reading; a draft has no
    address, and nothing is asked or said about it yet.
    """

    state: State
    when: str
    text_title: str
    change: str
    audience: str
    owner: str
    review: str
    review_is_due: bool
    notice: str
    notice_url: str
    against: str
    changes: Comparison | None
    with_changes: bool
    tabs: list[Tab]
    rows: list[VersionRow]
    pdf_url: str
    compare_url: str
    is_draft: bool
    is_newest: bool


def text_sheet(
    actor: Actor, page: Any, version: TextVersion, today: date, *, with_changes: bool = False
) -> TextSheet:
    """Two queries: all versions of the text that this reader may know of, and whether one comes."""
    versions = known(page, actor, today)
    is_draft = version.pk is None
    earlier = before(version, versions)
    holds = holds_now(page, versions, today)
    changes = compare(earlier, version) if earlier is not None else None
    notice, notice_url = _notice(page, version, versions, today)
    owner, review_on = version.owner_name, version.review_on
    if holds is not None and holds.pk == version.pk:
        # Who answers for it, and when it is looked at again, may change without a version.
        owner, review_on = str(page.keeper or ""), page.review_on
    return TextSheet(
        state=state_of(version, holds, today),
        when=_when(version, versions, state_of(version, holds, today), today),
        text_title=_("The policy") if where(page) == "policies" else _("How we do it"),
        change=change_words(version),
        audience=audience_words(version),
        owner=owner,
        review=day(review_on, "month") if review_on else "",
        review_is_due=bool(review_on and review_on <= today and actor.is_staff),
        notice=notice,
        notice_url=notice_url,
        against=earlier.number if earlier else "",
        changes=changes,
        with_changes=with_changes and changes is not None,
        tabs=_tabs(page, version, earlier, with_changes=with_changes) if earlier and not is_draft else [],
        rows=version_rows(page, versions, version, today),
        pdf_url="" if is_draft else pdf_url(page, version),
        compare_url=compare_url(page) if len(versions) > 1 else "",
        is_draft=is_draft,
        is_newest=is_draft or _is_newest(page, version, versions, today),
    )


def _is_newest(page: Page, version: TextVersion, versions: list[TextVersion], today: date) -> bool:
    """Nothing comes after it: what the page itself says beside the text is of this version."""
    if versions[:1] != [version]:
        return False
    return version.in_force_from > today or not is_to_change(page, today)


def _when(version: TextVersion, versions: list[TextVersion], state: State, today: date) -> str:
    """Beside the state: since when it holds, from when it will, or how long it did."""
    return since_words(version, today) if state.tone else span_words(version, versions)


def _notice(page: Page, version: TextVersion, versions: list[TextVersion], today: date) -> tuple[str, str]:
    """(what to know before reading, where the version that holds is read)."""
    holds = holds_now(page, versions, today)
    if version.pk is None:
        return _("This is a draft: nobody else sees it."), ""
    if version.in_force_from > today:
        words = _("Only our own people see this version before %(day)s.") % {
            "day": day(version.in_force_from)
        }
        return words, page.url if holds is not None else ""
    if holds is None or holds.pk != version.pk:
        words = _("This version no longer holds: %(span)s.") % {"span": span_words(version, versions)}
        return words, page.url if holds is not None else ""
    return "", ""


def _tabs(page: Page, version: TextVersion, earlier: TextVersion, *, with_changes: bool) -> list[Tab]:
    here, there = version_url(page, version), version_url(page, earlier)
    return [
        Tab(_("With changes"), f"{here}?show=changes#text", with_changes),
        Tab(_("Version %(number)s") % {"number": version.number}, f"{here}#text", not with_changes),
        Tab(_("Version %(number)s") % {"number": earlier.number}, f"{there}#text", False),
    ]


@dataclass(frozen=True)
class PolicyRow:
    """One policy in the list. `chips`: (words, tone, icon)."""

    title: str
    url: str
    reference: str
    summary: str
    said: str
    chips: list[tuple[str, str, str]]


def policy_rows(actor: Actor, today: date) -> list[PolicyRow]:
    """What holds and this reader may read; for our own people also what comes. At most three queries."""
    policies = PolicyPage.objects.values("pk")
    holding = list(texts_for(actor, today).filter(page__in=policies).select_related("page"))
    coming: dict[int, TextVersion] = {}
    if actor.is_staff:
        rows = TextVersion.objects.filter(page__in=policies, page__live=True, in_force_from__gt=today)
        for one in rows.select_related("page").order_by("-major", "-minor"):
            coming[one.page_id] = one
    held = {one.page_id for one in holding}
    first = [one for pk, one in coming.items() if pk not in held]
    late = (
        set(policies.filter(review_on__lte=today).values_list("pk", flat=True)) if actor.is_staff else set()
    )
    found = [_row(one, coming.get(one.page_id), one.page_id in late, today) for one in [*holding, *first]]
    return sorted(found, key=lambda row: (row.reference, row.title))


def _row(version: TextVersion, coming: TextVersion | None, is_late: bool, today: date) -> PolicyRow:
    chips: list[tuple[str, str, str]] = []
    if version.audience != Audience.PUBLIC:
        chips.append((sentence_case(_("for %(whom)s") % {"whom": audience_words(version)}), "", "lock"))
    if coming is not None:
        words = _("Version %(number)s from %(day)s") % {
            "number": coming.number,
            "day": day(coming.in_force_from),
        }
        chips.append((words, "open", "clock"))
    if is_late:
        chips.append((_("Its review is due"), "warn", "clock"))
    number = _("Version %(number)s") % {"number": version.number}
    return PolicyRow(
        title=version.title,
        url=version.page.url or reverse("cms:policies"),
        reference=version.reference,
        summary=version.summary,
        said=f"{number}, {since_words(version, today)}" if version.in_force_from <= today else "",
        chips=chips,
    )
