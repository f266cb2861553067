"""Scorecards registers its panels when it is ready, and sees that there is a template to start with."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScorecardsConfig(AppConfig):
    name = "scorecards"
    verbose_name = _("Scorecards")

    def ready(self) -> None:
        import_module("scorecards.panels")
        post_migrate.connect(import_module("scorecards.shipped").after_migrate, sender=self)
