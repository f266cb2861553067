"""What the bottom app itself puts into the navigation."""

from django.utils.translation import gettext_lazy as _

from portal.registry import NavItem, register_nav

register_nav(
    NavItem(
        label=_("Today"),
        url_name="portal:home",
        icon="house",
        show=lambda actor: actor.is_staff or actor.membership is not None,
        order=10,
    )
)
