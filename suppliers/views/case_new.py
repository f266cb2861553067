"""Tell what went wrong: about what the address names, of a partner, or in general."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.enums import Channel
from portal.forms import Form
from suppliers.actions import cases
from suppliers.enums import CaseArea
from suppliers.forms_cases import CaseForm, StaffCaseForm
from suppliers.models import Invoice, Order, OrderLine, Partner, Question
from suppliers.permissions_cases import check_can_open_case
from suppliers.policies_cases import CaseRefused
from suppliers.presenters.cases.about import AboutRow, thing_row
from suppliers.presenters.cases.words import hours_promised
from suppliers.views.cases import CasesMixin

ABOUT: dict[str, Any] = {"line": OrderLine, "order": Order, "invoice": Invoice}
# What a thing is usually about: a first guess that can be changed.
AREAS = {"line": CaseArea.DELIVERY, "order": CaseArea.ORDERING, "invoice": CaseArea.PAYMENT}


class CaseNewPage(CasesMixin, TemplateView):
    """The form; POST opens it, and its clocks run."""

    template_name = "suppliers/cases/new.html"
    http_method_names = ["get", "post"]

    @cached_property
    def question(self) -> Question | None:
        """The question that it comes from; a foreign one does not exist."""
        if wanted := self.request.GET.get("question"):
            rows = Question.objects.for_actor(self.actor)
            rows = rows.select_related("partner", "line__order", "order", "invoice")
            found: Question = get_object_or_404(rows, public_id=wanted)
            return found
        return None

    @cached_property
    def subject(self) -> tuple[str, Any]:
        """The one thing that the address names, with its kind; nothing: in general."""
        for name, model in ABOUT.items():
            if self.question is not None and (thing := getattr(self.question, name)) is not None:
                return name, thing
            if wanted := self.request.GET.get(name):
                rows = model.objects.for_actor(self.actor).select_related("partner")
                rows = rows.select_related("order") if name == "line" else rows
                return name, get_object_or_404(rows, public_id=wanted)
        return "", None

    @cached_property
    def partner(self) -> Partner | None:
        """Whom it concerns; None: staff choose."""
        if self.actor.membership is not None:
            own: Partner = self.actor.membership.partner
            return own
        if self.subject[1] is not None:
            about: Partner = self.subject[1].partner
            return about
        if self.question is not None:
            asked: Partner = self.question.partner
            return asked
        wanted = self.request.GET.get("partner")
        return get_object_or_404(Partner.objects.for_actor(self.actor), public_id=wanted) if wanted else None

    def check(self) -> None:
        check_can_open_case(self.actor, self.partner)
        if self.partner is not None and self.partner.merged_into_id is not None:
            raise PermissionDenied

    def form(self, data: Any = None) -> Form:
        first = {"area": AREAS.get(self.subject[0], ""), "text": self._quoted()}
        if not self.actor.is_staff:
            return CaseForm(data, initial=first)
        partners = Partner.objects.for_actor(self.actor).filter(merged_into=None).order_by("name")
        return StaffCaseForm(data, initial=first, partners=partners, chosen=self.partner)

    def _quoted(self) -> str:
        if self.question is None:
            return ""
        said = self.question.messages.order_by("at", "pk").first()
        return _("We asked: ‘%(text)s’") % {"text": said.text} if said is not None else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        form = self.form(request.POST)
        if form.is_valid():
            try:
                case = self._open(form.cleaned_data)
            except CaseRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Thank you for telling it. The clock runs now."))
                return HttpResponseRedirect(reverse("suppliers:case", args=[case.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _open(self, given: dict[str, Any]) -> Any:
        by_phone = given.get("by_phone", False)
        return cases.open(
            by=self.actor,
            partner=self.partner or given["partner"],
            title=given["title"],
            text=given["text"],
            kind=given["kind"],
            area=given["area"],
            subjects=[self.subject[1]] if self.subject[1] is not None else [],
            channel=Channel.PHONE if by_phone else "",
            heard_from=given.get("heard_from", "") if by_phone else "",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = self.subject[1]
        about: AboutRow | None = thing_row(thing) if thing is not None else None
        return super().get_context_data(
            partner=self.partner, about=about, promised=hours_promised(), **kwargs
        )
