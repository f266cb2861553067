"""What each side does in a case: every act is a POST; what is refused stays typed and says the way out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.actions.attachments import AttachmentRefused
from portal.enums import Channel
from portal.forms import Form
from suppliers.actions import cases, remedies
from suppliers.actions.case_team import helpers_for, owners_of
from suppliers.enums import CaseAct
from suppliers.facts.cases import remedies_for
from suppliers.forms_cases import CaseHandOverForm, CaseSayForm, HelperForm, LearnForm, WordsForm
from suppliers.models import Case, CaseHelper
from suppliers.permissions_cases import check_can_work_on_case
from suppliers.policies_cases import CaseRefused
from suppliers.presenters.cases.page import composer_label
from suppliers.views.case_page import CaseView, remedy_of

TEXT_ACTS = {
    CaseAct.ACKNOWLEDGE: cases.acknowledge,
    CaseAct.UNDERSTAND: cases.understand,
    CaseAct.FOLLOW_UP: cases.follow_up,
}


class CaseActView(CaseView):
    """One act. Subclasses read their form and call the action; `form_name` is its place on the page."""

    http_method_names = ["post"]
    form_name = ""
    tail = ""

    def check(self, case: Case) -> None:
        """May this person do anything here? The action asks again."""
        check_can_work_on_case(self.actor, case)

    def form_of(self, case: Case) -> Form | None:
        return None

    def act(self, case: Case, form: Any) -> str:
        """Calls the action; returns what to say about it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case: Any = self.get_object()
        self.check(case)
        form = self.form_of(case)
        given = {self.form_name: form} if form is not None and self.form_name else {}
        if form is not None and not form.is_valid():
            return self.again(case, 422, **given)
        try:
            words = self.act(case, form)
        except (CaseRefused, AttachmentRefused) as refused:
            messages.warning(request, str(refused))
            return self.again(case, 409, **given)
        messages.success(request, words)
        return self.home(case, self.tail)

    def heard(self, case: Case) -> dict[str, Any]:
        """Where staff write down what a partner said that has nobody here, the word is the partner's."""
        act = self.request.POST.get("noted", "")
        if act and act in self.noted(case):
            return {"channel": Channel.PHONE, "heard_from": case.opened_by_label}
        return {}


class CaseSay(CaseActView):
    """Words, or the step that is taken with words: the button that was pressed says which."""

    form_name = "say"
    tail = "#talk"

    def form_of(self, case: Case) -> Form:
        act = self.request.POST.get("act", "")
        label = composer_label(case, CaseAct(act) if act in CaseAct.values else None, case.partner.name)
        return CaseSayForm(
            self.request.POST,
            self.request.FILES,
            label=label,
            is_staff=self.actor.is_staff,
            prefix="say",
        )

    def act(self, case: Case, form: Any) -> str:
        given, step = form.cleaned_data, self.request.POST.get("act", "")
        if step in TEXT_ACTS and not (given.get("staff_only") or given.get("by_phone")):
            if given["files"]:
                raise CaseRefused(_("Send the files with ‘Only write’ first; then take the step."))
            TEXT_ACTS[CaseAct(step)](by=self.actor, case=case, text=given["text"])
            return self._step_words(case, CaseAct(step))
        heard = {"channel": Channel.PHONE, "heard_from": given["heard_from"]} if given.get("by_phone") else {}
        cases.say(
            by=self.actor,
            case=case,
            text=given["text"],
            staff_only=given.get("staff_only", False),
            uploads=given["files"],
            **heard,
        )
        return _("Kept, for us alone.") if given.get("staff_only") else _("Sent. Thank you.")

    def _step_words(self, case: Case, step: CaseAct) -> str:
        return {
            CaseAct.ACKNOWLEDGE: _("Said. Thank you: the first clock has stopped."),
            CaseAct.UNDERSTAND: _("Told. Thank you: now agree how it is put right."),
            CaseAct.FOLLOW_UP: _("Thank you for asking. What is left: learn from it, then close."),
        }[step]


class CaseOffer(CaseActView):
    """What puts it right; over one's limit a colleague says yes first."""

    form_name = "offer"
    tail = "#remedy"

    def form_of(self, case: Case) -> Form:
        return self.offer_form(case, self.request.POST)

    def act(self, case: Case, form: Any) -> str:
        remedy = remedies.offer(by=self.actor, case=case, **form.facts)
        if remedy.state == "waiting":
            return _("A colleague who may go further is asked; nothing is promised yet.")
        return _("Offered. They agree, or say what is missing.")


class CaseRemedyAct(CaseActView):
    """The word on one remedy: the button that was pressed says which."""

    form_name = "answer"
    tail = "#remedy"

    def check(self, case: Case) -> None:
        if self.request.POST.get("act") not in ("grant", "refuse"):
            super().check(case)

    def form_of(self, case: Case) -> Form:
        needs = self.request.POST.get("act") in ("decline", "refuse")
        return WordsForm(self.request.POST, prefix="answer", required=needs)

    def act(self, case: Case, form: Any) -> str:
        act, words = self.request.POST.get("act", ""), form.cleaned_data["text"]
        remedy = remedy_of(case, self.kwargs["remedy"])
        if remedy not in remedies_for(self.actor, case):
            raise Http404  # what was decided among the others does not exist for this reader
        by, heard = self.actor, self.heard(case)
        if act == "agree":
            remedies.agree(by=by, remedy=remedy, words=words, **heard)
            return _("Agreed. Thank you.")
        if act == "decline":
            remedies.decline(by=by, remedy=remedy, words=words, **heard)
            return _("Declined. They read what is missing, and offer again.")
        if act not in _REST:
            raise PermissionDenied
        action, told = _REST[act]
        action(by=by, remedy=remedy, words=words)
        return str(told())


_REST: dict[str, Any] = {
    "grant": (remedies.grant, lambda: _("Granted. The other side reads the offer now.")),
    "refuse": (remedies.refuse, lambda: _("Not granted. Your colleague reads why, and can offer another.")),
    "withdraw": (remedies.withdraw, lambda: _("Taken back. Another remedy can be offered.")),
    "done": (remedies.done, lambda: _("Done, thank you. The other side reads it; then ask how it is.")),
}


class CaseForgo(CaseActView):
    """No remedy is needed."""

    form_name = "answer"
    tail = "#remedy"

    def form_of(self, case: Case) -> Form:
        return WordsForm(self.request.POST, prefix="answer", required=False)

    def act(self, case: Case, form: Any) -> str:
        remedies.forgo(by=self.actor, case=case, words=form.cleaned_data["text"], **self.heard(case))
        return _("Noted: no remedy is needed. What is left is to ask how it is, and to learn.")


class CaseLearn(CaseActView):
    """The cause with its whys, the change with its day."""

    form_name = "learn"
    tail = "#learn"

    def form_of(self, case: Case) -> Form:
        return LearnForm(self.request.POST, prefix="learn")

    def act(self, case: Case, form: Any) -> str:
        given = form.cleaned_data
        cases.learn(
            by=self.actor,
            case=case,
            cause=given["cause"],
            whys=form.whys,
            change=given["change"],
            changed_on=given["changed_on"],
        )
        return _("Written down. Both sides read it.")


class CaseClose(CaseActView):
    """Done, asked, learned: it can rest."""

    def act(self, case: Case, form: Any) -> str:
        cases.close(by=self.actor, case=case)
        return _("Closed. Thank you: they are asked how it was dealt with.")


class CaseReopen(CaseActView):
    """It is not right after all."""

    form_name = "reopen"

    def form_of(self, case: Case) -> Form:
        return WordsForm(self.request.POST, prefix="reopen", label=composer_label(case, CaseAct.REOPEN, ""))

    def act(self, case: Case, form: Any) -> str:
        cases.reopen(by=self.actor, case=case, text=form.cleaned_data["text"], **self.heard(case))
        return _("Open again. What was promised stays as it was promised.")


class CaseWithdraw(CaseActView):
    """It is no problem any more."""

    form_name = "withdraw"

    def form_of(self, case: Case) -> Form:
        return WordsForm(self.request.POST, prefix="withdraw", required=False)

    def act(self, case: Case, form: Any) -> str:
        cases.withdraw(by=self.actor, case=case, words=form.cleaned_data["text"], **self.heard(case))
        return _("Withdrawn. Nothing more is expected of anybody.")


class CaseHandOver(CaseActView):
    """A colleague owns it; no clock moves."""

    form_name = "hand_over"

    def form_of(self, case: Case) -> Form:
        return CaseHandOverForm(self.request.POST, people=owners_of(case), prefix="to")

    def act(self, case: Case, form: Any) -> str:
        to = form.cleaned_data["to"]
        cases.hand_over(by=self.actor, case=case, to=to)
        return _("%(name)s owns it now. The clocks go on.") % {"name": to}


class CaseHelp(CaseActView):
    """Somebody helps."""

    form_name = "help"
    tail = "#team"

    def form_of(self, case: Case) -> Form:
        return HelperForm(self.request.POST, people=helpers_for(case), prefix="help")

    def act(self, case: Case, form: Any) -> str:
        who = form.cleaned_data["who"]
        cases.add_helper(by=self.actor, case=case, user=who, what=form.cleaned_data["what"])
        return _("%(name)s helps now, and hears of it.") % {"name": who}


class CaseHelpEnds(CaseActView):
    """With thanks."""

    tail = "#team"

    def act(self, case: Case, form: Any) -> str:
        wanted = self.request.POST.get("helper", "")
        key = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0
        rows = CaseHelper.objects.filter(case=case).select_related("user", "case__partner")
        helper = rows.filter(pk=key).first()
        if helper is None:
            raise CaseRefused(_("They do not help here any more. Look at who does now."))
        name = str(helper.user)
        cases.remove_helper(by=self.actor, helper=helper)
        return _("%(name)s helps no longer. Thank them.") % {"name": name}
