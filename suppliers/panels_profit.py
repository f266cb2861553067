"""What a partner contributes, on its page: for who answers for the profit, and for nobody else."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.registry import Panel, register_panel
from suppliers.models import Partner
from suppliers.permissions import can_see_contribution
from suppliers.presenters.contribution.panel import contribution_panel
from suppliers.presenters.contribution.tile import contribution_tile


def partner_contribution(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """Two years side by side: one query."""
    if not can_see_contribution(request.actor):
        return None
    panel = contribution_panel(request.actor, partner, timezone.localdate())
    return {"contribution": panel} if panel else None


def partner_tile(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """Beside its score."""
    if not can_see_contribution(request.actor):
        return None
    tile = contribution_tile(request.actor, partner, timezone.localdate())
    return {"tile": tile} if tile else None


register_panel("partner.tiles", Panel("contribution", "suppliers/panels/tile.html", partner_tile, order=60))
register_panel(
    "partner.main",
    Panel("contribution", "suppliers/contribution/partner/panel.html", partner_contribution, 40),
)
