"""Draws what the apps have registered for one place of a page."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, filled: dict[str, Any]) -> SafeString:
    """{% panel one %}: the panel's template, with what its context returned as variables."""
    drawn = context.template.engine.get_template(filled["template"])
    with context.push(**filled, panel=filled):
        return SafeString(drawn.render(context))
