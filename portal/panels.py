"""What the bottom app itself puts into the navigation, and what it runs by itself."""

from django.utils.translation import gettext_lazy as _

from portal.registry import NavItem, Scheduled, register_nav, register_schedule

register_nav(
    NavItem(
        label=_("Today"),
        url_name="portal:home",
        icon="house",
        show=lambda actor: actor.is_staff or actor.membership is not None,
        order=10,
    )
)
register_schedule(Scheduled("portal.actions.sealing.seal_trail", 60))
register_schedule(Scheduled("portal.actions.answers.forget_old", 86_400))
register_schedule(Scheduled("portal.actions.mailing.mail_notices", 60))
