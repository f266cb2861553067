"""Scorecards registers its panels and its guard, and sees that there is a template to start with."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScorecardsConfig(AppConfig):
    name = "scorecards"
    verbose_name = _("Scorecards")

    def ready(self) -> None:
        import_module("scorecards.panels")
        published = import_module("scorecards.models.published").PUBLISHED
        import_module("portal.guards").register_guard(published, of=self)
        post_migrate.connect(import_module("scorecards.shipped").after_migrate, sender=self)
