"""News on the home pages of both sides, and its telling."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cms.facts.news import fresh
from portal.clocks import local_day
from portal.registry import Panel, Scheduled, register_panel, register_schedule
from suppliers.registry import register_sentence

SHOWN = 3


def home_news(request: HttpRequest) -> dict[str, Any] | None:
    """What is new for this person, of the last two months."""
    news = fresh(request.actor, local_day(), SHOWN)
    return {"news": news} if news else None


register_panel("home.partner", Panel("news", "cms/panels/news.html", home_news, 70, side=True))
register_panel("home.staff", Panel("news", "cms/panels/news.html", home_news, 70, side=True))
register_schedule(Scheduled("cms.jobs_news.tell", 60))
register_sentence("news.told", gettext_lazy("Told “%(title)s” to %(people)s people"))
