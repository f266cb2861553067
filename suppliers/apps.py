"""Suppliers registers its panels, schedules and guards when it is ready."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    verbose_name = _("Suppliers")

    def ready(self) -> None:
        import_module("suppliers.panels")
        import_module("suppliers.panels_case_trail")
        import_module("suppliers.panels_cases")
        import_module("suppliers.panels_contribution")
        import_module("suppliers.panels_onboarding")
        import_module("suppliers.panels_profit")
        import_module("suppliers.panels_relationship")
        import_module("suppliers.panels_sales")
        import_module("suppliers.panels_talk")
        import_module("suppliers.panels_thanks")
        import_module("portal.guards").register_guard(import_module("suppliers.models.said").SAID, of=self)
        import_module("portal.guards").register_guard(
            import_module("suppliers.models.rolled").ROLLED, of=self
        )
        post_migrate.connect(import_module("suppliers.actions.judging").stand_the_rest, sender=self)
        post_migrate.connect(import_module("suppliers.shipped").after_migrate, sender=self)
