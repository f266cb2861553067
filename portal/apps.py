"""The bottom app: it starts by registering its own checks and panels."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        import_module("portal.checks")
        import_module("portal.panels")
        post_migrate.connect(import_module("portal.guards").guard_trail, sender=self)
