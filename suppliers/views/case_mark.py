"""How it was dealt with: asked once, after closing, of the side that opened the case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from suppliers.actions import cases
from suppliers.enums import CaseAct
from suppliers.facts.case_lists import other, side_of
from suppliers.forms_cases import MarkForm
from suppliers.models import Case
from suppliers.permissions_cases import check_can_work_on_case
from suppliers.policies_cases import CaseRefused, check_can_mark, check_can_take
from suppliers.presenters.cases.learning import learned_of
from suppliers.presenters.cases.words import side_name
from suppliers.views.case_page import CaseMixin


class CaseMarkPage(CaseMixin, TemplateView):
    """Eleven buttons and a few words; works without JavaScript."""

    template_name = "suppliers/cases/mark.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._checked(MarkForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case: Any = self.get_object()
        check_can_work_on_case(self.actor, case)
        form = MarkForm(request.POST)
        if not form.is_valid():
            return self._checked(form, 422)
        given = form.cleaned_data
        try:
            cases.mark(by=self.actor, case=case, satisfaction=given["satisfaction"], words=given["words"])
        except CaseRefused as refused:
            messages.warning(request, str(refused))
            return self._checked(form, 409)
        messages.success(request, _("Thank you. It is read by those who can change it."))
        return HttpResponseRedirect(reverse("suppliers:case", args=[case.public_id]))

    def _checked(self, form: MarkForm, status: int = 200) -> HttpResponse:
        """The form; where it is not, or no longer, asked, what to do instead."""
        case: Any = self.get_object()
        check_can_work_on_case(self.actor, case)
        refused = ""
        try:
            check_can_take(case, CaseAct.MARK, side_of(self.actor))
            check_can_mark(case)
        except CaseRefused as why:
            refused, status = str(why), 409
        return self.render_to_response(self._context(case, form, refused), status=status)

    def _context(self, case: Case, form: MarkForm, refused: str) -> dict[str, Any]:
        return self.get_context_data(
            case=case,
            form=form,
            refused=refused,
            learned=learned_of(case),
            owed_by=side_name(case, other(case.opened_by_side)),
        )
