"""The fixed addresses of the public site, and what search engines ask for."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from wagtail.views import serve

from cms.models import JoinPage, MissionPage, NewsIndexPage, PolicyIndexPage, ReachPage, StandardIndexPage
from cms.models.base import PublicPage
from cms.visibility import changed_on, listed
from portal.actors import ANONYMOUS
from portal.clocks import local_day


def mission(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, MissionPage)


def standards(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, StandardIndexPage)


def policies(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, PolicyIndexPage)


def news(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, NewsIndexPage)


def reach(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, ReachPage)


def join(request: HttpRequest) -> HttpResponse:
    return _serve_or_say(request, JoinPage)


def _serve_or_say(request: HttpRequest, model: type[PublicPage]) -> HttpResponse:
    """The page, or a few words in its place while nobody has published it: the navigation leads here."""
    if model.objects.live().exists():
        return serve(request, f"{model.fixed_slug}/")
    return render(request, "cms/nothing_yet.html", {"title": model._meta.verbose_name})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Only the public site is for search engines: its pages, and what their pages are drawn with."""
    pages = listed(ANONYMOUS, local_day()).filter(depth=3)
    return render(
        request,
        "cms/robots.txt",
        {"site_url": settings.SITE_URL, "paths": [page.get_url(request) for page in pages]},
        content_type="text/plain",
    )


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that everybody may read, as sitemaps.org asks."""
    today = local_day()
    changed = changed_on(ANONYMOUS, today)
    rows = [
        (settings.SITE_URL + page.get_url(request), changed.get(page.pk, page.last_published_at))
        for page in listed(ANONYMOUS, today)
    ]
    return render(request, "cms/sitemap.xml", {"rows": rows}, content_type="application/xml")


@require_POST
def leave_editor(request: HttpRequest) -> HttpResponse:
    """Wagtail's own way out ends at its log-in page, which does not exist here."""
    logout(request)
    return redirect("/")


def account(request: HttpRequest) -> HttpResponse:
    """People look after their account in the portal."""
    return redirect("mfa_index")


def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
