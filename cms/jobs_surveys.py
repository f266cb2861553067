"""Rounds of surveys ask, remind and close by themselves."""

from django.utils import timezone

from cms.actions.survey_clock import keep_rounds


def keep_surveys() -> None:
    """Runs every quarter of an hour by itself."""
    keep_rounds(now=timezone.now())
