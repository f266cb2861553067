"""The pages about the relationship, side by side."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from suppliers.presenters.contribution.tabs import Tab

PAGES: tuple[tuple[str, Any], ...] = (
    ("touchpoints", _("Touchpoints")),
    ("contact_plan", _("Contact plan")),
    ("recognition", _("Recognition")),
    ("retention", _("Retention")),
    ("at_risk", _("At risk")),
)


def tabs(current: str) -> list[Tab]:
    """`current`: the name of the page's address, without its namespace."""
    return [Tab(label, reverse(f"suppliers:{name}"), name == current) for name, label in PAGES]
