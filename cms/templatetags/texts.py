"""What stands around a policy or playbook: its versions, what changed, the list of all."""

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from cms.models import TextVersion
from cms.presenters import text_page
from cms.presenters.evidence import Evidence, evidence
from portal.clocks import local_day

register = template.Library()


@register.simple_tag(takes_context=True)
def text_sheet(context: Context, page: Page, version: TextVersion) -> text_page.TextSheet:
    """{% text_sheet page version as sheet %}; ?show=changes shows the text with them."""
    request: Any = context["request"]
    with_changes = request.GET.get("show") == "changes"
    return text_page.text_sheet(request.actor, page, version, local_day(), with_changes=with_changes)


@register.simple_tag(takes_context=True)
def policy_rows(context: Context) -> list[text_page.PolicyRow]:
    """{% policy_rows as rows %}"""
    return text_page.policy_rows(context["request"].actor, local_day())


@register.simple_tag(takes_context=True)
def evidence_of(context: Context, page: Page) -> list[Evidence]:
    """{% evidence_of page as evidence %}, for cms/components/evidence.html."""
    return evidence(page.evidence, context["request"].actor)
