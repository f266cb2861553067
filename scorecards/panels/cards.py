"""What scorecards puts into the navigation and the composed pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.clocks import local_day
from portal.registry import NavItem, Panel, register_nav, register_panel
from portal.tables import DrawingColumn
from scorecards.facts.cards import PartnerScore, newest_scores
from scorecards.models import Scorecard
from scorecards.pages.home import (
    card_lines,
    open_answers,
    our_score_tile,
    own_score,
    score_line,
    score_tile,
    to_publish,
)
from scorecards.permissions import can_answer, can_make_pack, can_publish, can_see_cards
from scorecards.presenters import present
from scorecards.tables.cards import PartnerScoreColumn
from suppliers.models import Partner
from suppliers.registry import PartnerColumn, register_partner_column, register_sentence


def score_panel(request: HttpRequest) -> dict[str, Any] | None:
    """A partner's newest card."""
    if not can_see_cards(request.actor):
        return None
    cards = Scorecard.objects.for_actor(request.actor).latest_revisions()
    card = cards.select_related("partner", "template", "version").order_by("-ends_on", "-starts_on").first()
    if card is None:
        return None
    shared = present(card)
    may_act = can_answer(request.actor, card) and shared.acknowledged_at is None and not shared.responses
    return {"score": own_score(shared, is_open=may_act)}


def answers_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What partners wrote about their cards, and nobody answered yet."""
    if not can_see_cards(request.actor):
        return None
    answers, count = open_answers(request.actor)
    return {"answers": answers, "count": count}


def publish_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The last closed month, for those who publish."""
    found = to_publish(local_day()) if can_publish(request.actor) else None
    return {"month": found} if found else None


def partner_cards_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    if not can_see_cards(request.actor):
        return None
    may_pack = can_make_pack(request.actor, partner)
    return {"cards": card_lines(request.actor, partner), "partner": partner, "may_pack": may_pack}


def partner_score_tile(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    if not can_see_cards(request.actor):
        return None
    found = newest_scores(request.actor, [partner.pk]).get(partner.pk)
    return {"tile": score_tile(found)} if found else None


def partner_our_score_tile(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    if not can_see_cards(request.actor):
        return None
    found = newest_scores(request.actor, [partner.pk]).get(partner.pk)
    if found is None or all(value is None for value in found.our_history):
        return None
    return {"tile": our_score_tile(found)}


def scores_of(actor: Actor, partners: Sequence[int]) -> Mapping[int, PartnerScore]:
    return newest_scores(actor, partners) if can_see_cards(actor) else {}


register_nav(
    NavItem(
        gettext_lazy("Scorecards"),
        "scorecards:list",
        "gauge",
        lambda actor: actor.is_staff and can_see_cards(actor),
        order=40,
        prefix="/scorecards/",
    )
)
register_nav(
    NavItem(
        gettext_lazy("Score"),
        "scorecards:list",
        "gauge",
        lambda actor: actor.partner_id is not None,
        order=40,
        prefix="/scorecards/",
    )
)
register_panel(
    "home.partner", Panel("score", "scorecards/panels/score.html", score_panel, order=10, side=True)
)
register_panel(
    "home.staff", Panel("answers", "scorecards/panels/answers.html", answers_panel, order=20, side=True)
)
register_panel(
    "home.staff", Panel("publish", "scorecards/panels/publish.html", publish_panel, order=30, side=True)
)
register_panel("partner.main", Panel("cards", "scorecards/panels/cards.html", partner_cards_panel, order=20))
register_panel("partner.tiles", Panel("score", "suppliers/panels/tile.html", partner_score_tile, order=10))
register_panel(
    "partner.tiles", Panel("our_score", "suppliers/panels/tile.html", partner_our_score_tile, order=11)
)
register_partner_column(
    PartnerColumn("score", lambda: PartnerScoreColumn(accessor="extra__score"), scores_of, exceptions=True)
)
register_partner_column(
    PartnerColumn(
        "score_trend",
        lambda: DrawingColumn(
            gettext_lazy("12 periods"),
            lambda row: score_line(row.extra["score"]) if row.extra.get("score") else None,
        ),
        lambda actor, partners: {},
    )
)
register_sentence("card.acknowledged", gettext_lazy("Card %(period)s acknowledged, revision %(revision)s"))
register_sentence("card.comment", gettext_lazy("Card %(period)s answered, revision %(revision)s"))
register_sentence("card.reply", gettext_lazy("Replied about card %(period)s, revision %(revision)s"))
