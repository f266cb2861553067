"""Puts together what the apps have registered for one place of a page."""

from typing import Any

from portal.registry import panels_for


def filled(slot: str, *facts: Any, side: bool | None = None) -> list[dict[str, Any]]:
    """Each panel of the slot that has something to show: its template, name and context."""
    found = []
    for panel in panels_for(slot):
        if side is None or panel.side == side:
            context = panel.context(*facts)
            if context is not None:
                found.append({"template": panel.template, "name": panel.name, **context})
    return found


def first(slot: str, *facts: Any) -> dict[str, Any] | None:
    """The first panel of the slot that has something to show."""
    for panel in panels_for(slot):
        context = panel.context(*facts)
        if context is not None:
            return {"template": panel.template, "name": panel.name, **context}
    return None
