"""Surveys that open, write and remind by themselves."""

from portal.clocks import local_day
from scorecards.actions.survey_clock import keep_runs


def keep_surveys() -> None:
    """Runs every hour by itself."""
    keep_runs(today=local_day())
