"""Surveys that open, write and remind by themselves."""

from django.utils import timezone

from scorecards.actions.survey_clock import keep_runs


def keep_surveys() -> None:
    """Runs every hour by itself."""
    keep_runs(today=timezone.localdate())
