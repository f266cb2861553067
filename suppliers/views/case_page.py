"""One case, the same page for both sides; what one can do now differs."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.generic import TemplateView, View

from portal.clocks import local_day
from portal.enums import Side
from portal.pdf import pdf_response
from portal.views.base import RowMixin
from suppliers.actions import remedies
from suppliers.actions.case_team import helpers_for, owners_of
from suppliers.enums import CaseAct, CaseStage, RemedyState
from suppliers.facts.case_lists import side_of
from suppliers.facts.cases import after_change
from suppliers.facts.remedies import may_grant
from suppliers.forms_cases import CaseHandOverForm, CaseSayForm, HelperForm, LearnForm, RemedyForm, WordsForm
from suppliers.models import Case, CaseRemedy
from suppliers.permissions_cases import can_note_for_partner, can_work_on_case, limit_of
from suppliers.policies_cases import can_take, missing_to_close, reopens_until
from suppliers.presenters.cases.learning import effect_words
from suppliers.presenters.cases.page import CasePage, case_page, composer_label, text_act
from suppliers.presenters.cases.primary import primary_of
from suppliers.presenters.cases.remedies import limit_words
from suppliers.views.cases import CasesMixin

WITH = ("partner", "owner", "heard_by", "opened_by")
NOTED = (CaseAct.AGREE, CaseAct.DECLINE, CaseAct.FORGO, CaseAct.WITHDRAW, CaseAct.REOPEN)


class CaseMixin(CasesMixin, RowMixin):
    """A case that the actor may see; a rival's is 404."""

    model = Case

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH)

    def acts(self, case: Case) -> set[str]:
        """What this reader can do now, for their own side."""
        if not can_work_on_case(self.actor, case):
            return set()
        side = side_of(self.actor)
        return {act.value for act in CaseAct if can_take(case, act, side)}

    def noted(self, case: Case) -> set[str]:
        """What staff can write down of what a partner said that has nobody here."""
        return {
            act.value
            for act in NOTED
            if self.actor.is_staff
            and can_note_for_partner(self.actor, case.partner, act)
            and can_take(case, act, Side.PARTNER)
        }


class CaseView(CaseMixin, TemplateView):
    """The page, and the same page with what was typed where an act was refused."""

    template_name = "suppliers/cases/case.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context_of(self.get_object(), **kwargs))

    def context_of(self, case: Case, **given: Any) -> dict[str, Any]:
        """`given`: forms with something to put right, instead of fresh ones."""
        acts, noted = self.acts(case), self.noted(case)
        page = case_page(case, self.actor, timezone.now())
        found: dict[str, Any] = {
            "case": case,
            "page": page,
            "acts": acts,
            "noted": noted,
            "primary": primary_of(case, page, acts, may_grant=self._may_grant(case, page)),
            **self._talk(case, page, acts),
            **self._remedies(case, page, acts | noted),
            **self._learning(case, acts),
            **self._team(case, acts),
            **self._end(case, acts | noted),
        }
        return {**found, **given}

    def again(self, case: Case, status: int, **given: Any) -> HttpResponse:
        """The page as it is now, with what was typed still in its place."""
        case = self.get_queryset().get(pk=case.pk)
        return self.render_to_response(self.context_of(case, **given), status=status)

    def home(self, case: Case, tail: str = "") -> HttpResponse:
        if self.request.GET.get("next") == "inbox" and self.actor.is_staff:
            return HttpResponseRedirect(reverse("suppliers:inbox"))
        return HttpResponseRedirect(reverse("suppliers:case", args=[case.public_id]) + tail)

    def _talk(self, case: Case, page: CasePage, acts: set[str]) -> dict[str, Any]:
        if CaseAct.SAY not in acts:
            return {}
        step = text_act(case)
        step = step if step in acts and not self._is_undone(page, step) else None
        label = composer_label(case, step, page.write_to)
        return {
            "say": CaseSayForm(label=label, is_staff=self.actor.is_staff, prefix="say"),
            "step": step.value if step else "",
            "step_label": step.label if step else "",
        }

    def _is_undone(self, page: CasePage, step: CaseAct | None) -> bool:
        """Nobody asks how it is before the remedy is done."""
        return step == CaseAct.FOLLOW_UP and page.agreed is not None and not page.agreed.is_done

    def _may_grant(self, case: Case, page: CasePage) -> bool:
        waiting = page.on_the_table
        if waiting is None or waiting.state != RemedyState.WAITING or not self.actor.is_staff:
            return False
        row = CaseRemedy.objects.select_related("case__partner").get(public_id=waiting.public_id)
        return remedies.can_grant_it(self.actor, row)

    def _remedies(self, case: Case, page: CasePage, acts: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {"may_grant": self._may_grant(case, page)}
        if CaseAct.OFFER in acts and page.on_the_table is None:
            found["offer"] = self.offer_form(case)
        if self.actor.is_staff and page.owes:
            limit = limit_of(self.actor)
            further = may_grant((limit or 0) + 1).exclude(pk=self.actor.user.pk)
            found["limit"] = limit_words(limit, [one.name for one in further])
        found["answer"] = WordsForm(prefix="answer", required=False)
        return found

    def offer_form(self, case: Case, data: Any = None) -> RemedyForm:
        return RemedyForm(data, prefix="offer", currencies=[case.partner.currency])

    def _learning(self, case: Case, acts: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {"missing": missing_to_close(case) if CaseAct.CLOSE in acts else ()}
        if CaseAct.LEARN in acts:
            whys = {f"why_{place}": why for place, why in enumerate(case.whys or (), 1)}
            told = {"cause": case.cause, "change": case.change, "changed_on": case.changed_on}
            found["learn"] = LearnForm(prefix="learn", initial={**whys, **told})
        for one in after_change(self.actor, local_day(), cases=[case.pk]):
            if one.days:
                found["effect"] = effect_words(one.before, one.after, one.days)
                found["trends_url"] = f"{reverse('suppliers:case_trends')}?area={case.area}"
        return found

    def _team(self, case: Case, acts: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if CaseAct.HAND_OVER in acts:
            people = owners_of(case).exclude(pk=case.owner_id)
            found["hand_over"] = CaseHandOverForm(people=people, prefix="to")
        if CaseAct.HELP in acts:
            found["help"] = HelperForm(people=helpers_for(case).exclude(pk=case.owner_id), prefix="help")
        return found

    def _end(self, case: Case, acts: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        until = reopens_until(case)
        if CaseAct.REOPEN in acts and until is not None and timezone.now() <= until:
            found["reopen"] = WordsForm(prefix="reopen", label=composer_label(case, CaseAct.REOPEN, ""))
        if CaseAct.WITHDRAW in acts:
            found["withdraw"] = WordsForm(prefix="withdraw", required=False)
        found["may_mark"] = (
            CaseAct.MARK in acts and case.stage == CaseStage.CLOSED and case.satisfaction is None
        )
        return found


class CasePdf(CaseMixin, View):
    """The case on paper, as this reader may read it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        case = self.get_object()
        page = case_page(case, self.actor, timezone.now())
        context = {"page": page, "company": settings.COMPANY_NAME, "now": timezone.now()}
        return pdf_response("suppliers/cases/paper.html", context, slugify(f"case {case.reference}"))


def remedy_of(case: Case, public_id: str) -> CaseRemedy:
    rows = CaseRemedy.objects.filter(case=case).select_related("case__partner")
    found: CaseRemedy = get_object_or_404(rows, public_id=public_id)
    return found
