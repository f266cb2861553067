"""Excusing many lines at once: the list, the proposal with its preview, and the second person's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal import exports
from portal.jobs import enqueue
from portal.presentation import number
from portal.views.base import RowMixin, StaffMixin
from portal.views.lists import ListPage
from scorecards.actions import excluding
from scorecards.actions.excluding import ExclusionRefused, ExclusionStale, Span
from scorecards.filters.exclusions import ExclusionFilter
from scorecards.forms.exclusions import NoteForm, SpanForm
from scorecards.pages.exclusions import export_rows, job_key, preview_of, request_page
from scorecards.permissions import READERS, can_decide_contests, can_take_back, check_can_decide_contests
from scorecards.tables.exclusions import ExclusionTable
from suppliers.enums import ExclusionState
from suppliers.models import ExclusionRequest, OrderLine, Partner

MOST_SITES = 200


class ExclusionList(StaffMixin, ListPage):
    """All proposals, the newest first."""

    roles = READERS
    model = ExclusionRequest
    table_class = ExclusionTable
    filterset_class = ExclusionFilter
    template_name = "scorecards/exclusions/list.html"
    export_name = "exclusions"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner", "proposed_by", "decided_by")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Exclusions")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.get_queryset().filter(state=ExclusionState.PROPOSED).count()
        title = ngettext(
            "%(n)s proposal waits for a second person", "%(n)s proposals wait for a second person", waiting
        )
        return super().get_context_data(
            title=title % {"n": number(waiting)} if waiting else _("Excuse many lines at once"),
            may_propose=can_decide_contests(self.actor),
            **kwargs,
        )


class ExclusionNew(StaffMixin, TemplateView):
    """GET shows what would be excused, or gives it as a file; POST proposes it."""

    roles = READERS
    template_name = "scorecards/exclusions/new.html"
    http_method_names = ["get", "post"]

    def form(self, *data: Any) -> SpanForm:
        sites = OrderLine.objects.for_actor(self.actor).exclude(ship_to="").order_by("ship_to")
        return SpanForm(
            *data,
            partners=Partner.objects.for_actor(self.actor).filter(merged_into=None).order_by("name"),
            sites=list(sites.values_list("ship_to", flat=True).distinct()[:MOST_SITES]),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_decide_contests(self.actor)
        if "start" not in request.GET:
            return self.render_to_response(self.get_context_data(form=self.form()))
        form = self.form(request.GET)
        span = self._span(form)
        if span is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if kind := request.GET.get("format"):
            lines = excluding.not_excused(excluding.matching(self.actor, span))
            return exports.response(export_rows(lines), kind, "lines-to-excuse")
        context = self.get_context_data(form=form, preview=preview_of(self.actor, span))
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_decide_contests(self.actor)
        form = self.form(request.POST)
        span = self._span(form)
        if span is not None:
            try:
                made = excluding.propose(by=self.actor, span=span, reason=form.cleaned_data["reason"])
            except ExclusionRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, _("Proposed. A second person decides; nothing has changed yet."))
                return HttpResponseRedirect(reverse("scorecards:exclusion", args=[made.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _span(self, form: SpanForm) -> Span | None:
        """What the form asks for; None when it has something to put right."""
        if not form.is_valid():
            return None
        given = form.cleaned_data
        span = Span(given["start"], given["end"], given["site"], given["partner"])
        try:
            excluding.check_span(span)
        except ExclusionRefused as refused:
            form.add_error(refused.field, str(refused))
            return None
        return span


class ExclusionMixin(StaffMixin, RowMixin):
    """A proposal; partners know nothing of it."""

    roles = READERS
    model = ExclusionRequest

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner", "proposed_by", "decided_by", "undone_by")


class ExclusionView(ExclusionMixin, TemplateView):
    """Its lines, who proposed and decided it, and what one may do now; `?format=csv` the lines."""

    template_name = "scorecards/exclusions/exclusion.html"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.get_object()
        if kind := request.GET.get("format"):
            lines = OrderLine.objects.for_actor(self.actor).filter(pk__in=found.candidates.values("line_id"))
            return exports.response(export_rows(lines), kind, "excused-lines")
        return self.page(found)

    def page(self, found: ExclusionRequest, form: NoteForm | None = None, status: int = 200) -> HttpResponse:
        found = self.get_queryset().get(pk=found.pk)
        context = self.get_context_data(
            object=found, page=request_page(self.actor, found), form=form or NoteForm()
        )
        return self.render_to_response(context, status=status)


class ExclusionAct(ExclusionView):
    """POST: one step. Approving and taking back run as jobs, since they make cards again."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = self.get_object()
        if not can_decide_contests(self.actor) or (self.step != "withdraw" and not can_take_back(self.actor)):
            raise PermissionDenied
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, 422)
        try:
            return getattr(self, f"_{self.step}")(found, form.cleaned_data["note"])
        except ExclusionStale as stale:
            messages.warning(request, str(stale))
            return self.page(found, status=409)
        except ExclusionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.page(found, form, 422)

    def _approve(self, found: ExclusionRequest, note: str) -> HttpResponse:
        excluding.check_second_person(self.actor, found)
        excluding.check_proposed(found)
        title = _("Excuse %(n)s lines") % {"n": number(found.line_count)}
        return self._run("run_approval", found, title, note=note)

    def _undo(self, found: ExclusionRequest, note: str) -> HttpResponse:
        title = _("Let %(n)s lines count again") % {"n": number(found.line_count)}
        return self._run("run_undoing", found, title)

    def _decline(self, found: ExclusionRequest, note: str) -> HttpResponse:
        excluding.decline(by=self.actor, request=found, note=note)
        messages.success(self.request, _("Declined. %(name)s reads why.") % {"name": found.proposed_by})
        return self._home(found)

    def _withdraw(self, found: ExclusionRequest, note: str) -> HttpResponse:
        excluding.withdraw(by=self.actor, request=found)
        messages.success(self.request, _("Withdrawn. Nothing has changed."))
        return self._home(found)

    def _run(self, task: str, found: ExclusionRequest, title: str, **more: str) -> HttpResponse:
        run = enqueue(
            f"scorecards.jobs_exclusions.{task}",
            by=self.actor,
            key=job_key(found),
            title=title,
            back_url=reverse("scorecards:exclusion", args=[found.public_id]),
            request=found.public_id,
            **more,
        )
        return HttpResponseRedirect(reverse("portal:job", args=[run.public_id]))

    def _home(self, found: ExclusionRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("scorecards:exclusion", args=[found.public_id]))
