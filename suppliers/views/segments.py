"""Segments: contribution against risk, assessments, and what follows from a quadrant."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal import exports
from portal.actions.saving import StaleSave
from portal.clocks import local_day
from portal.presentation import number
from portal.tables import NoneLast
from portal.views.base import DetailPage, StaffMixin
from suppliers.actions import segments as actions
from suppliers.engine.segments import ATTRACTIVENESS, RISK
from suppliers.enums import PartnerKind, Quadrant
from suppliers.facts.contribution import extent
from suppliers.facts.segments import Segmented, Segments, segments
from suppliers.forms import VersionedForm
from suppliers.forms_segments import AssessmentForm, SegmentRuleForm
from suppliers.models import Assessment, Partner, SegmentRule
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_keep_contribution
from suppliers.presenters.contribution.period import chosen
from suppliers.presenters.contribution.segments import history_of, page_of
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_segments import SegmentTable
from suppliers.views.editing import EditPage

NOT_ASSESSED, OVERDUE = "none", "overdue"


class _OfKind(StaffMixin):
    """The last twelve whole months of one kind of partner."""

    roles = PROFIT_READERS

    @property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if asked in PartnerKind.values else PartnerKind.SUPPLIER

    def found(self) -> tuple[Segments, str]:
        today = local_day()
        period = chosen({}, today, extent(self.actor))
        return segments(self.actor, self.kind, period.span, today), period.label


class SegmentsPage(_OfKind, TemplateView):
    """Picture, quadrants, who is due, and the table; `?format=` answers with exactly what is shown."""

    template_name = "suppliers/contribution/segments.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found, period = self.found()
        asked = {name: request.GET.get(name, "")[:100] for name in ("q", "quadrant")}
        rows = [row for row in found.rows if _fits(row, **asked)]
        table = SegmentTable.for_request(
            request,
            NoneLast(rows),
            per_page=50,
            label=_("Partners and their segments"),
            exclude=() if can_keep_contribution(self.actor) else ("pick",),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, "segments")
        return self.render_to_response(
            self.get_context_data(
                tabs=tabs("segments"),
                page=page_of(found),
                table=table,
                exports=True,
                period=period,
                kinds=[(value, label, value == self.kind) for value, label in PartnerKind.choices],
                quadrants=[
                    (value, label, value == asked["quadrant"])
                    for value, label in (
                        *Quadrant.choices,
                        (NOT_ASSESSED, _("Not assessed yet")),
                        (OVERDUE, _("Review overdue")),
                    )
                ],
                asked=asked,
                may_keep=can_keep_contribution(self.actor),
                kind=self.kind,
            )
        )


def _fits(row: Segmented, q: str, quadrant: str) -> bool:
    words = f"{row.partner.name} {row.partner.code}".casefold()
    if any(word not in words for word in q.casefold().split()):
        return False
    if quadrant == NOT_ASSESSED:
        return not row.quadrant
    if quadrant == OVERDUE:
        return row.is_overdue
    return quadrant in ("", row.quadrant)


class AssessmentPage(StaffMixin, DetailPage):
    """One partner: the scores that hold, as a form, and all earlier ones."""

    roles = PROFIT_READERS
    model = Partner
    template_name = "suppliers/contribution/assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(Assessment.objects.for_actor(self.actor).filter(partner=self.object))
        form = context.get("form") or AssessmentForm(newest=rows[0] if rows else None)
        return context | {
            "form": form,
            "halves": [
                (_("What do we risk with them?"), form.bound(RISK)),
                (_("What are we to them?"), form.bound(ATTRACTIVENESS)),
            ],
            "history": history_of(rows),
            "may_keep": can_keep_contribution(self.actor),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        partner: Any = self.get_object()
        form = AssessmentForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.assess(
                    by=self.actor, partner=partner, risk=form.scores(RISK),
                    attractiveness=form.scores(ATTRACTIVENESS), override=given["override"],
                    reason=given["override_reason"], note=given["note"], at=timezone.now(),
                )  # fmt: skip
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("Saved: it holds from now on. The earlier ones stay below."))
                return HttpResponseRedirect(reverse("suppliers:assessment", args=[partner.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SegmentRulePage(StaffMixin, EditPage):
    """How often partners of a quadrant are reviewed, and how we work with them."""

    roles = PROFIT_READERS
    model = SegmentRule
    form_class = SegmentRuleForm
    template_name = "suppliers/contribution/segment_rule.html"

    def check(self) -> None:
        check_can_keep_contribution(self.actor)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        actions.keep_rule(by=self.actor, rule=self.object, version=version, changes=form.facts)
        return reverse("suppliers:segments")


class UseAsSegment(_OfKind, TemplateView):
    """Asks first, with counts and names; `confirm` writes."""

    template_name = "suppliers/contribution/segment_use.html"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        picked = set(request.POST.getlist("pick"))
        found, _period = self.found()
        rows = [row for row in found.rows if row.partner.public_id in picked and row.quadrant]
        back = f"{reverse('suppliers:segments')}?kind={self.kind}"
        if not rows:
            messages.error(request, _("Pick partners that are assessed: the others have no quadrant."))
            return HttpResponseRedirect(back)
        if not request.POST.get("confirm"):
            left = len(picked) - len(rows)
            return self.render_to_response(
                self.get_context_data(rows=rows, left=left, kind=self.kind, back=back)
            )
        try:
            many = actions.use_as_segment(by=self.actor, chosen=[(row.partner, row.quadrant) for row in rows])
        except StaleSave as stale:
            messages.error(request, _("%(why)s Nothing was changed: look again.") % {"why": stale})
            return HttpResponseRedirect(back)
        words = ngettext("%(n)s partner has a new segment.", "%(n)s partners have a new segment.", many)
        messages.success(request, words % {"n": number(many)})
        return HttpResponseRedirect(back)
