"""Surveys in templates of pages: Wagtail's page models stand below what knows readers."""

from typing import Any

from django import template

from cms.models import SurveyIndexPage, SurveyPage
from cms.presenters import survey_lists as lists
from portal.actors import ANONYMOUS, Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def survey_lists(context: dict[str, Any], page: SurveyIndexPage) -> lists.SurveyLists:
    """{% survey_lists page as lists %}"""
    return lists.survey_lists(page, _actor(context))


@register.simple_tag(takes_context=True)
def survey_state(context: dict[str, Any], page: SurveyPage) -> lists.SurveyState:
    """{% survey_state page as survey %}"""
    return lists.survey_state(page, _actor(context))


def _actor(context: dict[str, Any]) -> Actor:
    actor: Actor = getattr(context["request"], "actor", ANONYMOUS)
    return actor
