"""A card beside its peers."""

from typing import Any

from django.views.generic import TemplateView

from scorecards.pages.peers import peers_page
from scorecards.views.base import CardMixin


class PeersView(CardMixin, TemplateView):
    """Quartiles of the others; whatever the address adds is not read."""

    template_name = "scorecards/peers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = peers_page(self.get_object(), is_staff=self.actor.is_staff)
        return super().get_context_data(page=page, **kwargs)
