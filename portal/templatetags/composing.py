"""Draws what the apps have registered for one place of a page."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from portal.composing import filled
from portal.registry import playbooks_for

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, *facts: Any) -> SafeString:
    """{% slot "case.acts" case %}: every panel of the slot that has something to show on this page.

    `facts`: what the panels are told beside the request.
    """
    return SafeString("".join(panel(context, one) for one in filled(name, context["request"], *facts)))


@register.simple_tag(takes_context=True)
def panel(context: Context, one: dict[str, Any]) -> SafeString:
    """{% panel one %}: the panel's template, with what its context returned as variables."""
    drawn = context.template.engine.get_template(one["template"])
    with context.push(**one, panel=one):
        return SafeString(drawn.render(context))


@register.inclusion_tag("portal/components/playbooks.html", takes_context=True)
def playbooks(context: Context, *steps: str, line: bool = False) -> dict[str, Any]:
    """{% playbooks "case_listen" %}: how we do it well, for our own people; `line`: in a sentence."""
    return {"playbooks": playbooks_for(context["request"].actor, *steps), "line": line}
