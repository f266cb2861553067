"""The first screen: what should I do now? Each app adds its panels; this page only puts them together."""

from typing import Any

from portal.registry import panels_for
from portal.views.base import PageView


class HomeView(PageView):
    """Panels of the slot `home.staff` or `home.partner`, in two columns; the head comes from `home.head`."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = "home.staff" if self.actor.is_staff else "home.partner"
        return super().get_context_data(
            main=self._filled(slot, side=False), side=self._filled(slot, side=True), **kwargs
        )

    def _filled(self, slot: str, *, side: bool) -> list[dict[str, Any]]:
        filled = []
        for panel in panels_for(slot):
            if panel.side == side and (context := panel.context(self.request)) is not None:
                filled.append({"template": panel.template, **context})
        return filled
