"""What the pages about profit put into the navigation."""

from django.utils.translation import gettext_lazy

from portal.registry import NavItem, register_nav
from suppliers.permissions import can_see_contribution

register_nav(
    NavItem(
        gettext_lazy("Profit"),
        "suppliers:contribution",
        "chart-column",
        can_see_contribution,
        order=45,
        prefix="/contribution/",
    )
)
