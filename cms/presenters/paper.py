"""One version of a policy or playbook on paper."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.models import TextVersion
from cms.presenters.text_words import (
    approved_words,
    audience_words,
    change_words,
    points,
    since_words,
    span_words,
    version_url,
)
from portal.presentation import day

# What is printed is read far from here: an address of ours carries our name.
_OUR_LINK = re.compile(r'href="(?=/)')


@dataclass(frozen=True)
class PaperPoint:
    name: str
    text: SafeString


@dataclass(frozen=True)
class Paper:
    """`facts`: (name, value)."""

    docname: str
    facts: list[tuple[str, str]]
    points: list[PaperPoint]
    change: str
    approved: str
    origin: str


def paper(page: Page, version: TextVersion, versions: list[TextVersion], today: date) -> Paper:
    name = version.reference or version.title
    return Paper(
        docname=_("%(name)s version %(number)s") % {"name": name, "number": version.number},
        facts=_facts(version, versions, today),
        points=[
            PaperPoint(f"{n}. {point['title']}", _printed(point["text"]))
            for n, point in enumerate(points(version), 1)
        ],
        change=change_words(version),
        approved=approved_words(version),
        origin=_("Printed on %(day)s from %(address)s")
        % {"day": day(today), "address": settings.SITE_URL + version_url(page, version)},
    )


def _facts(version: TextVersion, versions: list[TextVersion], today: date) -> list[tuple[str, str]]:
    holds = next((one for one in versions if one.in_force_from <= today), None)
    is_past = version.in_force_from <= today and holds is not None and holds.pk != version.pk
    when = span_words(version, versions) if is_past else since_words(version, today)
    facts = [
        (_("Version"), version.number),
        (_("Held") if is_past else _("In force"), when),
        (_("For"), audience_words(version)),
        (_("Owner"), version.owner_name),
        (_("Next review"), day(version.review_on, "month") if version.review_on else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _printed(rich: str) -> SafeString:
    return SafeString(_OUR_LINK.sub(f'href="{settings.SITE_URL}', expand_db_html(rich)))
