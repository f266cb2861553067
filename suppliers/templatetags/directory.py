"""Small drawings and cells that only the directory needs."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.presentation import NONE

register = template.Library()


@register.simple_tag
def share_bar(share: int) -> SafeString:
    """A bar of 0 to 100 beside a sum; the sum says it in figures."""
    return format_html(
        '<svg class="ac-inline" width="72" height="8" viewBox="0 0 72 8" aria-hidden="true">'
        '<rect width="72" height="6" y="1" rx="3" class="f-sunken" fill="#f2edec"/>'
        '<rect width="{}" height="6" y="1" rx="3" class="f-you" fill="#6f2b60"/></svg>',
        max(2, round(share * 0.72)) if share else 0,
    )


@register.simple_tag
def extra_cell(column: Any, row: Any) -> Any:
    """What an upper app knows of this partner, as its column writes it."""
    value = row.extra.get(str(column.accessor).rpartition("__")[2])
    return NONE if value is None else column.render(value=value, record=row)
