"""The bottom app: it starts by registering its own checks and panels."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        import_module("portal.checks")
        import_module("portal.panels")
        import_module("portal.guards").register_guard(import_module("portal.db.trail").TRAIL, of=self)
