"""What the public site offers beside its pages: search, the feed of news, pictures to share."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.enums import Audience
from cms.facts.finding import LONGEST, find
from cms.models import NewsIndexPage, NewsPage
from cms.presenters.social import card
from cms.visibility import listed
from portal.actors import ANONYMOUS
from portal.clocks import local_day

# How many of the newest are in the feed.
NEWEST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Found by whoever reads it: the address holds the question, nothing is remembered."""
    words = request.GET.get("q", "")[:LONGEST].strip()
    found = find(words, request.actor, local_day())
    return render(request, "cms/search.html", {"words": words, "found": found, "longest": LONGEST})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """News for everybody as RSS 2.0; news for some readers are in no feed."""
    index = NewsIndexPage.objects.live().first()
    if index is None:
        raise Http404
    company = {"company": settings.COMPANY_NAME}
    rss = Rss201rev2Feed(
        title=_("News of %(company)s") % company,
        link=settings.SITE_URL + index.get_url(request),
        description=index.intro or _("What is new at %(company)s.") % company,
        language=request.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + reverse("cms:news_feed"),
    )
    newest = None
    for news in NewsPage.objects.live().filter(audience=Audience.PUBLIC).order_by("-day", "-pk")[:NEWEST]:
        address = settings.SITE_URL + news.get_url(request)
        rss.add_item(news.title, address, news.summary, pubdate=news.first_published_at, unique_id=address)
        newest = max(filter(None, (newest, news.last_published_at)), default=None)
    response = HttpResponse(rss.writeString("utf-8"), content_type=f"{rss.content_type}")
    if newest:
        response["Last-Modified"] = http_date(newest.timestamp())
    return response


@require_safe
def social_card(request: HttpRequest, page: int) -> HttpResponse:
    """Of what everybody may read, and nothing else: the title of another page is not told by a picture."""
    found = listed(ANONYMOUS, local_day()).filter(pk=page).first()
    if found is None:
        raise Http404
    response = HttpResponse(card(found.specific), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response
