"""What talking to each other puts into the navigation and the composed pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.enums import Side
from portal.registry import NavItem, Panel, register_nav, register_panel
from suppliers.facts.inbox import count_for
from suppliers.facts.questions import promptness, side_of, waits_for, with_last
from suppliers.models import OrderLine, Partner, Question
from suppliers.permissions import KEEPERS, can_talk
from suppliers.presenters.inbox import lines as line_asks
from suppliers.presenters.inbox import questions as question_asks
from suppliers.presenters.questions import answer_words, clock_of, halves, title_of, turn_of
from suppliers.registry import InboxSource, register_ask, register_sentence

SHOWN = 5


def _is_partner(actor: Actor) -> bool:
    return actor.partner_id is not None


def has_inbox(actor: Actor) -> bool:
    return actor.is_staff and actor.user is not None and actor.has_role(*KEEPERS)


def inbox_count(actor: Actor) -> int:
    """One statement on every page of those who decide."""
    return count_for(actor, timezone.localdate())


def inbox_panel(request: HttpRequest) -> dict[str, Any] | None:
    """How many asks wait for this buyer; nothing where none does."""
    if not has_inbox(request.actor):
        return None
    count = inbox_count(request.actor)
    return {"count": count, "url": reverse("suppliers:inbox")} if count else None


def waiting_questions(actor: Actor) -> int:
    """How many wait for the side of `actor`: one query."""
    return with_last(Question.objects.for_actor(actor)).filter(waits_for(side_of(actor))).count()


def line_panel(request: HttpRequest, line: OrderLine) -> dict[str, Any] | None:
    """What was asked about this line, and the way to ask: one query."""
    found = with_last(Question.objects.for_actor(request.actor)).filter(line=line)
    asked = list(found.select_related("partner").order_by("-asked_at")[:SHOWN])
    may_ask = can_talk(request.actor, line.partner)
    if not asked and not may_ask:
        return None
    now = timezone.now()
    return {
        "asked": [
            (title_of(one.first_text), one, clock_of(one, now), turn_of(one, request.actor)) for one in asked
        ],
        "ask_url": f"{reverse('suppliers:question_new')}?line={line.public_id}" if may_ask else "",
    }


def answers_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """How soon both sides answer each other: one query."""
    own = Question.objects.for_actor(request.actor).filter(partner=partner)
    url = reverse("suppliers:question_list")
    of_partner = f"partner={partner.public_id}" if request.actor.is_staff else ""
    return {
        "halves": halves(promptness(own, timezone.now()), partner.name),
        "url": f"{url}?state=all&{of_partner}" if of_partner else url,
        "ask_url": f"{reverse('suppliers:question_new')}?{of_partner}"
        if can_talk(request.actor, partner)
        else "",
        "invoices_url": reverse("suppliers:invoices") + (f"?{of_partner}" if of_partner else ""),
    }


def foot_panel(request: HttpRequest) -> dict[str, Any] | None:
    """How soon we answer this partner, at the foot of its pages: one query."""
    if request.actor.partner_id is None:
        return None
    found = promptness(Question.objects.for_actor(request.actor), timezone.now())
    words = answer_words(found[Side.COMPANY])
    return {"words": words} if words else None


register_panel("foot.partner", Panel("answers", "suppliers/panels/foot.html", foot_panel))
register_nav(
    NavItem(
        gettext_lazy("Questions"),
        "suppliers:question_list",
        "ask",
        _is_partner,
        order=50,
        count=waiting_questions,
    )
)
register_nav(NavItem(gettext_lazy("Invoices"), "suppliers:invoices", "doc", _is_partner, order=60))
register_panel("line.main", Panel("questions", "suppliers/panels/questions.html", line_panel, order=60))
register_panel(
    "partner.side", Panel("answers", "suppliers/panels/answers.html", answers_panel, order=50, side=True)
)
register_nav(
    NavItem(gettext_lazy("Inbox"), "suppliers:inbox", "inbox", has_inbox, order=15, count=inbox_count)
)
register_panel("home.staff", Panel("inbox", "suppliers/panels/inbox.html", inbox_panel, order=5))
register_ask(
    line_asks.source(
        line_asks.PROPOSALS, gettext_lazy("Proposal outside tolerance"), gettext_lazy("Proposals"), 10
    )
)
register_ask(line_asks.source(line_asks.REFUSALS, gettext_lazy("Refusal"), gettext_lazy("Refusals"), 20))
register_ask(
    InboxSource(
        kind=question_asks.KIND,
        label=gettext_lazy("Question"),
        tab=gettext_lazy("Questions"),
        waiting=question_asks.waiting,
        asks=question_asks.asks,
        answered=question_asks.answered,
        order=30,
    )
)
register_sentence("tolerance.created", gettext_lazy("Tolerances of its own"))
register_sentence("tolerance.edited", gettext_lazy("Tolerances changed"))
register_sentence("tolerance.removed", gettext_lazy("Tolerances of its own removed"))
