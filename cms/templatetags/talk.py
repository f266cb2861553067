"""What stands beside a text: what was asked about it, and what its reader knows of it."""

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from cms.facts import playbooks
from cms.models import TextVersion
from cms.permissions_training import can_see_training
from cms.presenters import conversation as talks
from portal.clocks import local_day

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context: Context, page: Page, version: TextVersion) -> talks.Conversation:
    """{% conversation page version as conversation %}, for cms/policy/conversation.html and thanks.html."""
    return talks.conversation(context["request"].actor, page, version, local_day())


@register.simple_tag(takes_context=True)
def because(context: Context, version: TextVersion) -> str:
    """{% because version as words %}: "changed because of 3 partners, one of them you"."""
    return talks.because_words(context["request"].actor, version)


@register.simple_tag(takes_context=True)
def knowledge(context: Context, page: Page) -> playbooks.Known | None:
    """What the reader has read of a playbook and been trained in; None for who is not asked to."""
    actor: Any = context["request"].actor
    if actor.user is None or not can_see_training(actor):
        return None
    books = playbooks.register([actor.user.pk], local_day(), [page.pk])
    return books[0].known[actor.user.pk] if books else None
