"""Policies and playbooks by version: each at its address, on paper, and any two beside each other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.facts.texts import known
from cms.models import PlaybookPage, PolicyPage, TextVersion
from cms.presenters.comparing import compare as compared
from cms.presenters.comparing import found_words
from cms.presenters.paper import paper
from cms.presenters.text_words import before, compare_url, place, version_url
from portal import pdf
from portal.clocks import local_day

_KINDS: dict[str, Any] = {"policies": PolicyPage, "playbooks": PlaybookPage}
# In the head of the document: an old version is found through the page of its text, not by search engines.
_HEAD = "cms/policy/version_head.html"


@dataclass(frozen=True)
class Opened:
    """A text with the versions that the reader may know of, the newest first."""

    page: Any
    versions: list[TextVersion]
    today: date

    def version(self, number: str) -> TextVersion:
        """Raises Http404 where there is none of this number, or none for this reader."""
        for one in self.versions:
            if one.number == number:
                return one
        raise Http404


@require_safe
def version(request: HttpRequest, where: str, slug: str, number: str) -> HttpResponse:
    """Stays at its address for those it was for, whatever came after it."""
    opened = _open(request, where, slug)
    found = opened.version(number)
    context = _context(request, opened) | {
        "version": found,
        "points": opened.page.points_of(found),
        "is_coming": found.in_force_from > opened.today,
    }
    return render(request, opened.page.template, context)


@require_safe
def as_pdf(request: HttpRequest, where: str, slug: str, number: str) -> HttpResponse:
    """A4, tagged (PDF/UA-1)."""
    opened = _open(request, where, slug)
    found = opened.version(number)
    if not pdf.available():
        messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
        return redirect(version_url(opened.page, found))
    sheet = paper(opened.page, found, opened.versions, opened.today)
    context = {"sheet": sheet, "version": found, "company": settings.COMPANY_NAME}
    return pdf.pdf_response("cms/policy/paper.html", context, sheet.docname)


@require_safe
def compare(request: HttpRequest, where: str, slug: str) -> HttpResponse:
    """Any two, as `from` and `to` say; without them the newest and the one before it."""
    opened = _open(request, where, slug)
    versions = opened.versions
    new = opened.version(request.GET["to"]) if request.GET.get("to") else versions[0]
    old = opened.version(request.GET["from"]) if request.GET.get("from") else before(new, versions) or new
    comparison = compared(old, new)
    context = _context(request, opened) | {
        "version": new,
        "old": old,
        "new": new,
        "versions": versions,
        "comparison": comparison,
        "found": found_words(comparison),
        "reasons": [one for one in versions if place(old) < place(one) <= place(new) and one.reason],
        "new_url": version_url(opened.page, new),
        "compare_url": compare_url(opened.page),
    }
    return render(request, "cms/policy/compare.html", context)


def _open(request: HttpRequest, where: str, slug: str) -> Opened:
    today = local_day()
    page = _KINDS[where].objects.filter(slug=slug).first()
    versions = known(page, request.actor, today) if page is not None else []
    if not versions:
        raise Http404
    return Opened(page, versions, today)


def _context(request: HttpRequest, opened: Opened) -> dict[str, Any]:
    page = opened.page
    page.head_template = _HEAD
    request.public_page = page
    return {"page": page, "index": page.get_parent()}
