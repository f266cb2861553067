"""Templates of cards: staff read them, who publishes keeps them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import number
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from scorecards.actions import keeping_templates
from scorecards.facts.templates import matching, with_figures, with_parts
from scorecards.filters.templates import TemplateFilter
from scorecards.models import ScorecardTemplate, TemplateVersion
from scorecards.pages.templates import differences, template_words
from scorecards.permissions import READERS, can_publish
from scorecards.tables.templates import TemplateTable
from suppliers.models import Partner


class TemplateList(StaffMixin, ListPage):
    roles = READERS
    model = ScorecardTemplate
    table_class = TemplateTable
    filterset_class = TemplateFilter
    template_name = "scorecards/templates/list.html"
    export_name = "templates"

    def get_queryset(self) -> QuerySet[Any]:
        return with_figures(super().get_queryset())

    def table_options(self, rows: Any) -> dict[str, Any]:
        return {"label": _("Templates")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=can_publish(self.actor), **kwargs)


class TemplatePage(StaffMixin, DetailPage):
    """What it says now, who it is for, its versions; `?was=1&now=3` puts two beside each other."""

    roles = READERS
    model = ScorecardTemplate
    template_name = "scorecards/templates/template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        template: ScorecardTemplate = self.object
        versions = list(with_parts(template.versions.all()).order_by("-number"))
        if not versions:
            raise Http404
        asked = self.request.GET.get("version", "")
        shown = _by_number(versions, asked) or versions[0]
        was, now = (_by_number(versions, self.request.GET.get(name, "")) for name in ("was", "now"))
        return context | {
            "page": template_words(shown, versions),
            "is_newest": shown is versions[0],
            "partners": _partners(self.actor, template),
            "cards": template.scorecards.filter(is_latest=True).count(),
            "compared": differences(was, now) if was and now else None,
            "was": was,
            "now": now,
            "may_keep": can_publish(self.actor),
        }


class TemplateUse(StaffMixin, ActionView):
    """Retires it, or takes it back."""

    roles = READERS
    model = ScorecardTemplate
    is_active = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        template: Any = self.get_object()
        keeping_templates.set_active(by=self.actor, template=template, is_active=self.is_active)
        words = (
            _("%(name)s is in use again.")
            if self.is_active
            else _("%(name)s is retired: it makes no new cards. Those it made stay.")
        )
        messages.success(request, words % {"name": template.name})
        return redirect("scorecards:template", public_id=template.public_id)


def _by_number(versions: list[TemplateVersion], text: str) -> TemplateVersion | None:
    return next((one for one in versions if str(one.number) == text), None)


def _partners(actor: Any, template: ScorecardTemplate) -> str:
    count = Partner.objects.for_actor(actor).filter(matching(template.kind, template.segment)).count()
    return ngettext("%(count)s partner", "%(count)s partners", count) % {"count": number(count)}
