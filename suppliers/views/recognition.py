"""Thanks: said in one press from a partner's page or its card, listed for both sides, taken back in a day."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.filters import FilterSet
from portal.presentation import number
from portal.tables import Table
from portal.views.base import ActionView, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import recognition
from suppliers.enums import RecognitionKind, WallState
from suppliers.facts.recognition import of_actor, thanked_since
from suppliers.filters_recognition import OwnRecognitionFilter, RecognitionFilter
from suppliers.forms_recognition import RecognitionForm
from suppliers.models import Partner, Recognition
from suppliers.permissions import READERS, can_recognise, check_can_recognise
from suppliers.permissions_wall import can_decide_wall
from suppliers.presenters.recognition import first_words
from suppliers.tables_recognition import OwnRecognitionTable, RecognitionTable
from suppliers.views.access import BothSidesMixin

WORD = 16  # a public id is no longer


class RecognitionListPage(BothSidesMixin, ListPage):
    """All thanks, for staff; its own, for a partner."""

    model = Recognition
    template_name = "suppliers/thanks/list.html"
    export_name = "thanks"

    @property
    def table_class(self) -> type[Table]:
        return RecognitionTable if self.actor.is_staff else OwnRecognitionTable

    @property
    def filterset_class(self) -> type[FilterSet]:
        return RecognitionFilter if self.actor.is_staff else OwnRecognitionFilter

    def get_queryset(self) -> QuerySet[Any]:
        return of_actor(self.actor).select_related("partner")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        mine = self.actor.membership.partner if self.actor.membership is not None else None
        return {
            "label": _("Thanks"),
            "token": get_token(self.request),
            "may_ask": can_recognise(self.actor),
            "may_decide": mine is not None and can_decide_wall(self.actor, mine),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        many = thanked_since(self.actor, today.replace(day=1))
        words = ngettext("%(n)s partner thanked this month", "%(n)s partners thanked this month", many) % {
            "n": number(many)
        }
        title = words if self.actor.is_staff and many else _("Thanks and awards")
        asked = 0 if self.actor.is_staff else of_actor(self.actor).filter(wall=WallState.ASKED).count()
        return super().get_context_data(
            title=title, may_thank=can_recognise(self.actor), asked=asked, **kwargs
        )


class RecognitionNewPage(StaffMixin, TemplateView):
    """The form of its own; what a page of a partner or a card sends comes here too."""

    roles = READERS
    template_name = "suppliers/thanks/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_recognise(self.actor)
        if "partner" not in request.GET:
            return HttpResponseRedirect(reverse("suppliers:partner_list"))
        partner = self.partner(request.GET["partner"])
        form = RecognitionForm(initial={"text": first_words(partner)}, partner=partner.name)
        return self.answer(partner, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_recognise(self.actor)
        given = request.POST.copy()
        partner = self.partner(given.get("partner", ""))
        given.setdefault("kind", RecognitionKind.THANKS)
        form = RecognitionForm(given, partner=partner.name)
        if not form.is_valid():
            return self.answer(partner, form, 422)
        try:
            recognition.thank(
                by=self.actor,
                partner=partner,
                text=form.cleaned_data["text"],
                kind=form.cleaned_data["kind"],
                about=given.get("about", "")[:WORD],
                at=timezone.now(),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.answer(partner, form, 422)
        messages.success(
            request, _("Thank you, on behalf of all of us. %(partner)s reads it now.") % {"partner": partner}
        )
        return HttpResponseRedirect(self.back(partner))

    def partner(self, public_id: str) -> Partner:
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        found: Partner = get_object_or_404(rows, public_id=public_id)
        return found

    def back(self, partner: Partner) -> str:
        """To where it was said, if that is one of our pages."""
        wanted = self.request.POST.get("back", "")
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
            return wanted
        return reverse("suppliers:partner", args=[partner.public_id])

    def answer(self, partner: Partner, form: RecognitionForm, status: int = 200) -> HttpResponse:
        posted = self.request.POST
        context = self.get_context_data(
            partner=partner, form=form, about=posted.get("about", ""), back=posted.get("back", "")
        )
        return self.render_to_response(context, status=status)


class RecognitionBack(StaffMixin, ActionView):
    """Taken back by who said it, within a day."""

    roles = READERS
    model = Recognition

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        said: Any = self.get_object()
        check_can_recognise(self.actor)
        try:
            recognition.take_back(by=self.actor, recognition=said, at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Taken back. It is gone from their page."))
        return HttpResponseRedirect(reverse("suppliers:partner", args=[said.partner.public_id]))
