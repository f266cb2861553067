"""An installation starts with a template and a survey that are ready to use."""

from typing import Any

from django.db import connections

from portal.actors import system_actor
from scorecards.actions.surveys import install_shipped_survey
from scorecards.actions.templates import install_shipped
from scorecards.models import ScorecardTemplate, SurveyQuestion


def after_migrate(using: str, **kwargs: Any) -> None:
    """Runs after every migration; makes each only where there is none and the tables stand."""
    tables = connections[using].introspection.table_names()
    if ScorecardTemplate._meta.db_table in tables:
        install_shipped(by=system_actor())
    if SurveyQuestion._meta.db_table in tables:
        install_shipped_survey()
