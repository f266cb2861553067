"""An installation starts with rules that are ready to use."""

from typing import Any

from django.db import connections

from portal.actors import system_actor
from suppliers.actions import remedies, segments
from suppliers.actions.attribution_rules import install_shipped
from suppliers.models import AttributionRule, RemedyLimit, SegmentRule


def after_migrate(using: str, **kwargs: Any) -> None:
    """Runs after every migration; makes them only where there never were any and the table stands."""
    tables = connections[using].introspection.table_names()
    if AttributionRule._meta.db_table in tables:
        install_shipped(by=system_actor())
    if SegmentRule._meta.db_table in tables:
        segments.install_shipped(by=system_actor())
    if RemedyLimit._meta.db_table in tables:
        remedies.install_shipped(by=system_actor())
