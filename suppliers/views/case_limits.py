"""How far you can go: what each role may grant without asking, for all of our people to see."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.actions.saving import StaleSave
from portal.engine.money import Money
from portal.presentation import money
from portal.views.base import StaffMixin
from suppliers.actions import remedies
from suppliers.forms_cases import LimitForm
from suppliers.models import RemedyLimit
from suppliers.permissions import READERS
from suppliers.permissions_cases import GRANTERS, can_keep_limits, check_can_keep_limits
from suppliers.policies_cases import CaseRefused
from suppliers.presenters.cases.limits import LimitRow, head_of, limit_rows


class CaseLimitsPage(StaffMixin, TemplateView):
    """One small form a role; a stale save shows both amounts and loses nothing."""

    roles = READERS
    template_name = "suppliers/cases/limits.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_limits(self.actor)
        role = request.POST.get("role", "")
        if role not in GRANTERS:
            raise Http404
        form = LimitForm(request.POST, auto_id=f"{role}-%s")
        if not form.is_valid():
            return self._page(form, 422)
        try:
            self._save(role, form)
        except StaleSave as stale:
            return self._stale(form, stale)
        except CaseRefused as refused:
            form.add_error("amount", str(refused))
            return self._page(form, 422)
        messages.success(request, _("Saved. It holds from now on."))
        return HttpResponseRedirect(reverse("suppliers:case_limits"))

    def _save(self, role: str, form: LimitForm) -> None:
        version, minor = form.cleaned_data["version"] or 0, form.minor
        if minor is not None:
            remedies.set_limit(by=self.actor, role=role, amount_minor=minor, version=version)
            return
        known = RemedyLimit.objects.for_actor(self.actor).filter(role=role).first()
        if known is not None and known.version != version:
            raise StaleSave(known)
        if known is not None:
            remedies.remove_limit(by=self.actor, limit=known)

    def _stale(self, form: LimitForm, stale: StaleSave) -> HttpResponse:
        """What was typed stays; saving again takes the place of what the other saved."""
        current: Any = stale.current
        data = form.data.copy()
        data["version"] = current.version
        again = LimitForm(data, auto_id=form.auto_id)
        again.is_valid()
        theirs = money(Money(current.amount_minor, settings.COMPANY_CURRENCY))
        words = _("%(who)s saved %(amount)s in the meantime. Save again to put yours in its place.")
        again.add_error("amount", words % {"who": current.changed_by or _("Somebody"), "amount": theirs})
        return self._page(again, 409)

    def _page(self, form: LimitForm | None = None, status: int = 200) -> HttpResponse:
        rows = limit_rows(self.actor)
        may_keep = can_keep_limits(self.actor)
        context = self.get_context_data(
            rows=[self._with_form(row, form) for row in rows] if may_keep else rows,
            title=head_of(rows),
            may_keep=may_keep,
            currency=settings.COMPANY_CURRENCY,
        )
        return self.render_to_response(context, status=status)

    def _with_form(self, row: LimitRow, typed: LimitForm | None) -> LimitRow:
        if typed is not None and typed.data.get("role") == row.role:
            return replace(row, form=typed)
        first = {"role": row.role, "version": row.version, "amount": row.amount}
        return replace(row, form=LimitForm(initial=first, auto_id=f"{row.role}-%s"))
