"""Questions about policies in the inbox, on the home page, in a partner's history; and their reminders."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.facts.answers import mine
from cms.permissions_answers import can_see_answers
from cms.presenters import answers
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import Deputy
from portal.registry import Panel, Scheduled, register_panel, register_schedule
from suppliers.facts.colleagues import KEEPERS
from suppliers.registry import InboxSource, register_ask, register_sentence

SHOWN = 5


def staff_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for this person: all of it where they have no inbox, else what our own people ask."""
    actor: Actor = request.actor
    if actor.user is None or not (actor.is_staff and can_see_answers(actor)):
        return None
    away = Deputy.objects.filter(deputy=actor.user, scope="").on(local_day())
    rows = mine(actor, away).select_related("partner", "version")
    if actor.has_role(*KEEPERS):
        rows = rows.filter(partner=None)
    lines, now = list(rows[:SHOWN]), timezone.now()
    if not lines:
        return None
    return {
        "lines": [
            {
                "what": answers.page_title(one),
                "why": one.partner.name if one.partner else one.user_label,
                "clock": answers.clock_of(one, now),
                "url": reverse("cms:policy_comment", args=[one.public_id]),
            }
            for one in lines
        ],
        "url": f"{reverse('cms:policy_comments')}?state=waiting",
        "title": _("Your answer about a policy"),
    }


register_panel("home.staff", Panel("policy-answers", "cms/answers/panel.html", staff_panel, order=13))
register_ask(
    InboxSource(
        kind=answers.KIND,
        label=gettext_lazy("Policy"),
        tab=gettext_lazy("Policies"),
        waiting=answers.waiting_stubs,
        asks=answers.asks,
        answered=answers.answered,
        order=40,
        mine=answers.mine,
    )
)
for _verb, _words in {
    "policy_comment.asked": gettext_lazy("Asked or proposed something about “%(text)s”"),
    "policy_comment.answered": gettext_lazy("Answered about “%(text)s”"),
    "policy_comment.published": gettext_lazy("Published the answer about “%(text)s”"),
    "policy_comment.hidden": gettext_lazy("Shows the answer about “%(text)s” no longer"),
    "policy_comment.withdrawn": gettext_lazy("Took back what was asked about “%(text)s”"),
    "policy_comment.named": gettext_lazy("Lets the name be shown at “%(text)s”"),
    "policy_comment.unnamed": gettext_lazy("Lets the name be shown no longer at “%(text)s”"),
    "policy_comment.led_to": gettext_lazy("“%(text)s” changed because of it"),
}.items():
    register_sentence(_verb, _words)
register_schedule(Scheduled("cms.jobs_answers.look_after_answers", 3_600))
