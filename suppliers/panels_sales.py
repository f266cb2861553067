"""What selling partners find about their sales: an item of the navigation, and a card on their home."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.clocks import local_day
from portal.registry import NavItem, Panel, register_nav, register_panel
from suppliers.models import CommissionStatement
from suppliers.presenters.sales import home_card
from suppliers.registry import register_sentence
from suppliers.views.sales import months
from suppliers.views.selling import is_selling


def home_sales(request: HttpRequest) -> dict[str, Any] | None:
    """This month against its target, and the commission of the last month that is closed."""
    actor = request.actor
    if not is_selling(actor):
        return None
    partner, today = actor.membership.partner, local_day()
    now = today.year * 100 + today.month
    running = months(actor, partner, now, now, today)
    closed = CommissionStatement.objects.for_actor(actor).of_partners([partner.pk])
    return {"card": home_card(running[0], closed.order_by("-month").first()) if running else None}


register_nav(
    NavItem(
        gettext_lazy("Your sales"),
        "suppliers:sales",
        "chart-column",
        is_selling,
        order=25,
        prefix="/sales/",
    )
)
register_panel("home.partner", Panel("sales", "suppliers/sales/panel.html", home_sales, 11, side=True))
register_sentence("commission.closed", gettext_lazy("Commission closed"))
register_sentence(
    "agreement.added", gettext_lazy("Commission agreed: version %(version)s, from %(valid_from)s on")
)
