"""Calendars at a secret address, and the page on which one makes and takes them back."""

import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from portal.views.base import ActionView
from portal.views.limits import address_of, is_too_often
from portal.views.mail_links import keep_secret
from suppliers.actions import feeds
from suppliers.actions.feeds import FeedRefused
from suppliers.models import CalendarFeed
from suppliers.presenters.feeds import feed_of
from suppliers.views.access import BothSidesMixin

# So often a minute from one address, and in five minutes each calendar.
EACH_ADDRESS, EACH_FEED = 60, 60


class FeedView(View):
    """What calendar programs ask for again and again: nothing new is answered with 304."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        response = self._answer(request, secret)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-cache"
        return response

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponse:
        if is_too_often("feeds", address_of(request), times=EACH_ADDRESS, seconds=60):
            return _words(_("Too many requests: ask again in a minute."), 429)
        found = feeds.find(secret=secret)
        if found is None:
            return _words(_("We do not know this calendar."), 404)
        feed, actor = found
        if is_too_often("feed", feed.public_id, times=EACH_FEED, seconds=300):
            return _words(_("Too many requests: ask again in five minutes."), 429)
        if actor is None:
            return _words(_("This calendar shows nothing any more."), 410)
        feeds.note_use(feed=feed, at=timezone.now())
        zone = ZoneInfo(feed.user.time_zone or settings.TIME_ZONE)
        with translation.override(feed.user.language or settings.LANGUAGE_CODE), timezone.override(zone):
            body = feed_of(actor, timezone.localdate())
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        fresh = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        fresh["ETag"] = etag
        fresh["Content-Disposition"] = 'inline; filename="promised-days.ics"'
        return get_conditional_response(request, etag=etag, response=fresh) or fresh


class CalendarPage(BothSidesMixin, TemplateView):
    """One's own calendars. The address is on the answer to the form alone."""

    template_name = "suppliers/calendar.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return keep_secret(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = CalendarFeed.objects.for_actor(self.actor).filter(revoked_at=None)
        return super().get_context_data(feeds=mine, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            _feed, secret = feeds.create(by=self.actor)
        except FeedRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("suppliers:calendar")
        address = settings.SITE_URL + reverse("suppliers:feed", args=[secret])
        subscribe = "webcal://" + address.partition("://")[2]
        return self.render_to_response(self.get_context_data(address=address, subscribe=subscribe))


class FeedRevokeView(ActionView):
    """Calendar programs that know the address see nothing new from now on."""

    model = CalendarFeed

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if feeds.revoke(by=self.actor, feed=self.get_object()):
            messages.success(request, _("That calendar is taken back."))
        return redirect("suppliers:calendar")


def _words(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
