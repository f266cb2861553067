"""What each side does on the page of a plan: every act is a POST; what is refused stays typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actions.attachments import AttachmentRefused
from portal.clocks import local_day
from portal.forms import Form
from scorecards.actions import gains, plan_actions, plan_comments, plans
from scorecards.enums import PlanAct
from scorecards.facts.plans import current_round
from scorecards.forms.plan_acts import (
    DeclineForm,
    ExpectForm,
    FinishForm,
    GainBackForm,
    GainForm,
    LearnedForm,
    LookAfterForm,
    PlanSayForm,
    ReopenForm,
    SignForm,
    VerifyForm,
    WithdrawForm,
    WordsForm,
)
from scorecards.models import GainShareEntry, PlanAction
from scorecards.pages.plan_page import Verifiable
from scorecards.pages.words import period_name
from scorecards.permissions_plans import (
    check_can_book_gains,
    check_can_close,
    check_can_propose,
    check_can_sign,
    check_can_verify,
    check_can_work,
    check_can_work_on_action,
)
from scorecards.policies_plans import PlanRefused
from scorecards.views.plan_page import PlanView


class PlanActView(PlanView):
    """One act. Subclasses read their form and call the action; `form_name` is its place on the page."""

    http_method_names = ["post"]
    form_name = ""
    tail = ""

    def check(self, plan: Any) -> None:
        """Raises PermissionDenied for who may never do this; the action asks again."""
        check_can_work(self.actor, plan)

    def form_of(self, plan: Any) -> Form | None:
        return None

    def act(self, plan: Any, form: Any) -> Any:
        """Calls the action; returns what to say about it."""
        raise NotImplementedError

    def given(self, form: Any) -> dict[str, Any]:
        return {self.form_name: form} if form is not None and self.form_name else {}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        plan: Any = self.get_object()
        form = self.form_of(plan)
        try:
            self.check(plan)
            if form is not None and not form.is_valid():
                return self.again(plan, 422, **self.given(form))
            words = self.act(plan, form)
        except PermissionDenied as refused:
            return self._refused(plan, form, 403, str(refused) or _("You may not do this."))
        except AttachmentRefused as refused:
            return self._put_right(plan, form, "files", str(refused))
        except PlanRefused as refused:
            if form is not None and refused.field in form.fields:
                return self._put_right(plan, form, refused.field, str(refused))
            return self._refused(plan, form, 409, str(refused))
        messages.success(request, words)
        return HttpResponseRedirect(reverse("scorecards:plan", args=[plan.public_id]) + self.tail)

    def _refused(self, plan: Any, form: Any, status: int, words: str) -> HttpResponse:
        messages.warning(self.request, words)
        if form is not None and form.is_bound:
            form.is_valid()
        return self.again(plan, status, **self.given(form))

    def _put_right(self, plan: Any, form: Any, field: str, words: str) -> HttpResponse:
        form.add_error(field if field in form.fields else None, words)
        return self.again(plan, 422, **self.given(form))


class PlanSign(PlanActView):
    form_name = "sign"

    def check(self, plan: Any) -> None:
        check_can_sign(self.actor, plan)

    def form_of(self, plan: Any) -> Form:
        return SignForm(self.request.POST, prefix="sign")

    def act(self, plan: Any, form: Any) -> Any:
        version = _version(plan, form)
        plans.sign(by=self.actor, version=version)
        version.refresh_from_db()
        if version.ended_at is not None:
            return _("Signed by both: these terms hold now. Thank you.")
        return _("Signed. The other side is told; its signature makes it count.")


class PlanDecline(PlanActView):
    form_name = "decline"

    def check(self, plan: Any) -> None:
        check_can_sign(self.actor, plan)

    def form_of(self, plan: Any) -> Form:
        return DeclineForm(self.request.POST, prefix="decline")

    def act(self, plan: Any, form: Any) -> Any:
        plans.decline(by=self.actor, version=_version(plan, form), words=form.cleaned_data["words"])
        return _("Declined. The other side reads why.")


class PlanWithdraw(PlanActView):
    form_name = "withdraw"

    def check(self, plan: Any) -> None:
        check_can_propose(self.actor, plan.partner)

    def form_of(self, plan: Any) -> Form:
        return WithdrawForm(self.request.POST, prefix="withdraw")

    def act(self, plan: Any, form: Any) -> Any:
        plans.withdraw(by=self.actor, version=_version(plan, form), words=form.cleaned_data["words"])
        return _("Withdrawn. Nothing more is asked of the other side.")


def _version(plan: Any, form: Any) -> Any:
    """The terms that were read, of this plan and no other."""
    version = get_object_or_404(plan.versions.model, plan=plan, public_id=form.cleaned_data["version"])
    version.plan = plan
    return version


class PlanStart(PlanActView):
    def act(self, plan: Any, form: Any) -> Any:
        plans.start(by=self.actor, plan=plan)
        return _("It has begun. Both sides see what is theirs to do.")


class PlanClaim(PlanActView):
    def act(self, plan: Any, form: Any) -> Any:
        plans.claim(by=self.actor, plan=plan)
        return _("Noted. Somebody else verifies it over the time that it has to hold.")


class PlanVerify(PlanActView):
    form_name = "verify"
    tail = "#effect"

    def check(self, plan: Any) -> None:
        check_can_verify(self.actor, plan)

    def form_of(self, plan: Any) -> Form:
        now = current_round(plan, local_day())
        periods = [Verifiable(one.key, period_name(one)) for one in (now.verifiable if now else ())]
        asked = self.request.POST.get("verify-period", "")
        if asked and asked not in [one.key for one in periods]:
            periods.append(Verifiable(asked, asked))  # the action says why it cannot be verified
        return VerifyForm(self.request.POST, prefix="verify", periods=periods)

    def act(self, plan: Any, form: Any) -> Any:
        given = form.cleaned_data
        plans.verify(by=self.actor, plan=plan, period=given["period"], note=given["note"])
        return _("Verified. Both sides see it.")


class PlanResume(PlanActView):
    form_name = "resume"

    def form_of(self, plan: Any) -> Form:
        return WordsForm(self.request.POST, prefix="resume", label=_("What is done differently now?"))

    def act(self, plan: Any, form: Any) -> Any:
        plans.resume(by=self.actor, plan=plan, words=form.cleaned_data["words"])
        return _("Taken up again. It is measured anew.")


class PlanClose(PlanActView):
    form_name = "close"

    def check(self, plan: Any) -> None:
        check_can_close(self.actor, plan)

    def form_of(self, plan: Any) -> Form:
        return LearnedForm(self.request.POST, prefix="close")

    def act(self, plan: Any, form: Any) -> Any:
        plans.close(by=self.actor, plan=plan, learned=form.cleaned_data["learned"])
        return _("Closed, and it worked. Thank you both.")


class PlanStop(PlanActView):
    """Ask to call it off, agree, or keep going: the button that was pressed says which."""

    form_name = "stop"
    tail = "#stop"

    def check(self, plan: Any) -> None:
        if self.request.POST.get("act") == PlanAct.AGREE_STOP:
            check_can_sign(self.actor, plan)
        else:
            super().check(plan)

    def form_of(self, plan: Any) -> Form:
        is_needed = self.request.POST.get("act") == PlanAct.ASK_STOP
        label = _("Why should it end? The other side reads it") if is_needed else _("A few words")
        return WordsForm(self.request.POST, prefix="stop", label=label, required=is_needed)

    def act(self, plan: Any, form: Any) -> Any:
        act, words = self.request.POST.get("act"), form.cleaned_data["words"]
        if act == PlanAct.ASK_STOP:
            plans.ask_stop(by=self.actor, plan=plan, words=words)
            return _("Asked. Until the other side agrees, the plan goes on.")
        if act == PlanAct.AGREE_STOP:
            plans.agree_stop(by=self.actor, plan=plan)
            return _("Called off by both.")
        if act == PlanAct.KEEP_GOING:
            plans.keep_going(by=self.actor, plan=plan, words=words)
            return _("It goes on. The other side is told.")
        raise PlanRefused(_("Choose what should happen with it."))


class PlanActionAct(PlanActView):
    """Begin, finish, name a new day, open again: the button that was pressed says which."""

    def get_action(self, plan: Any) -> PlanAction:
        found: PlanAction = get_object_or_404(PlanAction, plan=plan, public_id=self.kwargs["action"])
        found.plan = plan
        return found

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.action: PlanAction | None = None
        return super().post(request, **kwargs)

    def check(self, plan: Any) -> None:
        check_can_work_on_action(self.actor, self.get_action(plan))

    def form_of(self, plan: Any) -> Form | None:
        self.action = self.get_action(plan)
        key, given = self.action.key, self.request.POST
        act = given.get("act", "")
        if act == "finish":
            return FinishForm(given, self.request.FILES, prefix=f"finish-{key}")
        if act == "expect":
            return ExpectForm(given, prefix=f"expect-{key}")
        if act == "reopen":
            return ReopenForm(given, prefix=f"reopen-{key}")
        return None

    def given(self, form: Any) -> dict[str, Any]:
        if form is None or self.action is None:
            return {}
        return {"action": (self.action.public_id, self.request.POST.get("act", ""), form)}

    def act(self, plan: Any, form: Any) -> Any:
        act, action = self.request.POST.get("act", ""), self.action
        given = form.cleaned_data if form is not None else {}
        if action is None or act not in _ACTION_WORDS:
            raise PlanRefused(_("Choose what should happen with it."))
        if act == "begin":
            plan_actions.begin(by=self.actor, action=action)
        elif act == "finish":
            plan_actions.finish(
                by=self.actor, action=action, evidence=given["evidence"], uploads=given["files"]
            )
        elif act == "expect":
            plan_actions.expect(by=self.actor, action=action, day=given["day"], why=given["why"])
        else:
            plan_actions.reopen(by=self.actor, action=action, why=given["why"])
        self.tail = f"#action-{action.key}"
        return _ACTION_WORDS[act]


_ACTION_WORDS: dict[str, Any] = {
    "begin": gettext_lazy("Begun. The other side sees it."),
    "finish": gettext_lazy("Done, thank you. The other side is told."),
    "expect": gettext_lazy("The new day stands beside the one that was signed, and the other side is told."),
    "reopen": gettext_lazy("Open again. The other side is told why."),
}


class PlanSay(PlanActView):
    form_name = "say"
    tail = "#story"

    def form_of(self, plan: Any) -> Form:
        people = plan_comments.callable_by(self.actor, plan)
        staff = self.actor.is_staff
        return PlanSayForm(self.request.POST, self.request.FILES, prefix="say", people=people, is_staff=staff)

    def act(self, plan: Any, form: Any) -> Any:
        given = form.cleaned_data
        inside = given.get("staff_only", False)
        plan_comments.say(
            by=self.actor,
            plan=plan,
            text=given["text"],
            staff_only=inside,
            mentioned=given["mentioned"],
            uploads=given["files"],
        )
        return _("Kept, for us alone.") if inside else _("Sent. Thank you.")


class PlanLookAfter(PlanActView):
    form_name = "look_after"
    tail = "#people"

    def form_of(self, plan: Any) -> Form:
        return LookAfterForm(self.request.POST, prefix="after", people=self.colleagues(plan))

    def act(self, plan: Any, form: Any) -> Any:
        given = form.cleaned_data
        plans.look_after(by=self.actor, plan=plan, owner=given["owner"], escalation=given["escalation"])
        return _("Noted. They hear of it from now on.")


class PlanGain(PlanActView):
    form_name = "gain"
    tail = "#booked"

    def check(self, plan: Any) -> None:
        check_can_book_gains(self.actor, plan)
        if plan.terms is None:
            raise PlanRefused(_("What was gained is booked once the effect is verified."))

    def form_of(self, plan: Any) -> Form:
        currency = (plan.terms or plan.versions.all()[0]).terms["currency"]
        return GainForm(self.request.POST, prefix="gain", currency=currency)

    def act(self, plan: Any, form: Any) -> Any:
        given = form.cleaned_data
        gains.book(
            by=self.actor,
            plan=plan,
            text=given["text"],
            basis=given["basis"],
            total_minor=form.minor,
            booked_on=given["booked_on"],
        )
        return _("Booked, and split by the share that both signed.")


class PlanGainBack(PlanActView):
    """Book the opposite of one entry."""

    form_name = "gain_back"
    tail = "#booked"

    def check(self, plan: Any) -> None:
        check_can_book_gains(self.actor, plan)

    def form_of(self, plan: Any) -> Form:
        return GainBackForm(self.request.POST, prefix="back")

    def act(self, plan: Any, form: Any) -> Any:
        rows = GainShareEntry.objects.for_actor(self.actor).filter(plan=plan)
        entry = rows.filter(public_id=self.kwargs["entry"]).first()
        if entry is None:
            raise Http404
        gains.take_back(by=self.actor, entry=entry, why=form.cleaned_data["why"])
        return _("Taken back: the opposite is booked beside it.")
