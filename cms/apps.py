"""The pages app registers its panels and its guard when it is ready, and its site after every migration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    name = "cms"
    verbose_name = _("Pages")

    def ready(self) -> None:
        import_module("cms.panels")
        published = import_module("cms.models.published").PUBLISHED
        import_module("portal.guards").register_guard(published, of=self)
        post_migrate.connect(_set_up_site, sender=self)


def _set_up_site(using: str, **kwargs: Any) -> None:
    """Also after the tables were emptied; a database migrated back to before this app is left alone."""
    table = apps.get_model("cms", "HomePage")._meta.db_table
    if table in connections[using].introspection.table_names():
        import_module("cms.actions.site").set_up()
