"""The page behind a mail's link: one task, without a password. Looking changes nothing."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from portal.views.base import ActionView
from portal.views.limits import address_of, is_too_often
from portal.views.mail_links import keep_secret
from suppliers.actions import links
from suppliers.actions.commitments import Answer, Said
from suppliers.actions.links import LinkClosed, LinkState, Opened
from suppliers.actions.questions import QuestionRefused
from suppliers.enums import Fate, TaskKind
from suppliers.facts.promises import Held, held_of
from suppliers.forms_cases import MarkForm
from suppliers.forms_tasks import CaseReplyForm, Choice, LineAnswerForm, ReplyForm
from suppliers.models import TaskLink
from suppliers.policies_cases import CaseRefused
from suppliers.presenters.cases.tasks import case_page, mark_page
from suppliers.presenters.tasks import AGREES, agree_words, initial_of, masked, question_page, task_page

TEMPLATE = "suppliers/tasks/task.html"
CASE, MARK = "suppliers/tasks/case.html", "suppliers/tasks/mark.html"
CLOSED = "suppliers/tasks/closed.html"
THANKS = "suppliers/tasks/thanks.html"
# So often a minute from one address, and in five minutes through one link: scanners look too.
EACH_ADDRESS, EACH_LINK = 60, 60
_TAKEN = (Fate.ACCEPTED, Fate.WAITING, Fate.REJECTED, Fate.KEPT, Fate.WITHDRAWN)


class TaskView(View):
    """Whoever holds the link sees its task; a POST answers it as the person it was sent to.

    A reader who is signed in as somebody else is refused, and so is a link that is unknown, expired, used,
    taken back, or no longer its person's: kindly, and without a word about any partner.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, secret: str, **kwargs: Any) -> HttpResponse:
        return keep_secret(self._answer(request, secret))

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponse:
        if is_too_often("task", address_of(request), times=EACH_ADDRESS, seconds=60):
            return self.closed("often", status=429)
        opened = links.find(secret=secret, at=timezone.now())
        if opened is None:
            return self.closed("unknown", status=404)
        if request.user.is_authenticated and request.user.pk != opened.link.user_id:
            return self.closed("other", status=404)
        if is_too_often("link", opened.link.public_id, times=EACH_LINK, seconds=300):
            return self.closed("often", status=429)
        user = opened.link.user
        zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
        with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(zone):
            return self._of(request, opened)

    def _of(self, request: HttpRequest, opened: Opened) -> HttpResponse:
        if not opened.is_open:
            return self.over(opened)
        self.opened, self.link, self.actor = opened, opened.link, opened.actor
        look, act = self.ways()
        if request.method != "POST":
            return look()
        try:
            return act()
        except LinkClosed:
            again = links.find(secret=self.kwargs["secret"], at=timezone.now())
            return self.over(again) if again is not None else self.closed("unknown", status=404)

    def ways(self) -> tuple[Callable[[], HttpResponse], Callable[[], HttpResponse]]:
        """What this task shows, and what a POST of it does."""
        match TaskKind(self.link.task):
            case TaskKind.QUESTION:
                return self.question, self.reply
            case TaskKind.CASE:
                return self.case, self.reply_case
            case TaskKind.CASE_MARK:
                return self.mark, self.reply_mark
            case _other:
                return self.lines, self.answer

    def lines(self) -> HttpResponse:
        held = self.held()
        return self.show(page=task_page(self.link, held, self.forms(held)))

    def question(self, form: ReplyForm | None = None) -> HttpResponse:
        found = links.question_of(self.actor, self.link)
        if found is None:
            return self.closed("done")
        page, status = question_page(found), 422 if form is not None else 200
        said = found.messages.all()
        return self.show(status, page=page, question=found, said=said, form=form or ReplyForm())

    def reply(self) -> HttpResponse:
        form = ReplyForm(self.request.POST)
        if not form.is_valid():
            return self.question(form)
        try:
            links.reply(link=self.link, text=form.cleaned_data["text"])
        except QuestionRefused as refusal:
            form.add_error("text", str(refusal))
            return self.question(form)
        return self.thanks([], 0)

    def case(self, form: CaseReplyForm | None = None) -> HttpResponse:
        found = links.case_of(self.actor, self.link)
        if found is None:
            return self.closed("done")
        page, status = case_page(self.actor, found), 422 if form is not None else 200
        return self.show(status, page=page, form=form or CaseReplyForm(), template=CASE)

    def reply_case(self) -> HttpResponse:
        form = CaseReplyForm(self.request.POST)
        if not form.is_valid():
            return self.case(form)
        try:
            links.answer_case(link=self.link, act=form.act_chosen, text=form.cleaned_data["text"])
        except CaseRefused as refusal:
            form.add_error("text", str(refusal))
            return self.case(form)
        return self.thanks([], 0)

    def mark(self, form: MarkForm | None = None) -> HttpResponse:
        found = links.case_of(self.actor, self.link)
        if found is None:
            return self.closed("done")
        page, status = mark_page(found), 422 if form is not None else 200
        return self.show(status, page=page, form=form or MarkForm(), template=MARK)

    def reply_mark(self) -> HttpResponse:
        form = MarkForm(self.request.POST)
        if not form.is_valid():
            return self.mark(form)
        given = form.cleaned_data
        try:
            links.mark_case(link=self.link, satisfaction=given["satisfaction"], words=given["words"])
        except CaseRefused as refusal:
            form.add_error(None, str(refusal))
            return self.mark(form)
        return self.thanks([], 0)

    def answer(self) -> HttpResponse:
        shown = [one for one in self.held() if f"{one.line.public_id}-seen" in self.request.POST]
        forms, agreed = self.forms(shown, self.request.POST), "agree" in self.request.POST
        used = {line: form for line, form in forms.items() if not agreed or form.is_touched}
        answers = self.agreed([one for one in shown if one.line.public_id not in used])
        answers += [one for line, form in used.items() if form.is_valid() and (one := form.answer(line))]
        said = links.answer(link=self.link, answers=answers) if answers else []
        names = {one.line.public_id: f"{one.line.order.number}-{one.line.number}" for one in shown}
        told = [(names[one.line], one.why) for one in said if one.fate in _TAKEN]
        refused = {one.line: one for one in said if one.fate not in _TAKEN}
        left = self.held()
        if not left or not (refused or any(form.errors for form in used.values())):
            return self.thanks(told, len(left))
        return self.again(left, refused, used, told)

    def agreed(self, shown: list[Held]) -> list[Answer]:
        """One click for what the page showed, as it showed it."""
        act = AGREES[TaskKind(self.link.task)]
        lines = [one.line.public_id for one in shown]
        return [Answer(line, act, seen=self.request.POST[f"{line}-seen"]) for line in lines]

    def again(
        self,
        left: list[Held],
        refused: dict[str, Said],
        used: Mapping[str, LineAnswerForm],
        told: list[tuple[str, str]],
    ) -> HttpResponse:
        """What could not be taken, with why, and all that was typed; it may be sent again as it stands."""
        kept = {**self.forms(left), **used}
        for form in used.values():
            form.data = {**form.data.dict(), form.add_prefix("choice"): form.chosen}
        current = {one.line.public_id: one for one in left}
        for line in sorted(refused.keys() & current.keys()):
            form = used.get(line) or self.bound_as_agreed(current[line])
            form.data = {**form.data, form.add_prefix("seen"): current[line].seen}
            form.is_valid()
            form.refuse(refused[line].problems)
            kept[line] = form
        return self.show(422, page=task_page(self.link, left, kept), told=told, is_again=True)

    def bound_as_agreed(self, held: Held) -> LineAnswerForm:
        """The form of a line to which somebody tried to agree: unfolded, so that they can say another day."""
        data = self.request.POST.copy()
        prefix = held.line.public_id
        data.update({f"{prefix}-{name}": value for name, value in initial_of(held).items()})
        data[f"{prefix}-choice"] = Choice.PROMISE
        return self.form(held, data.dict())

    def held(self) -> list[Held]:
        waiting = links.lines_of(self.actor, self.link).select_related("order", "partner")
        return held_of(list(waiting.order_by("due_on", "order__number", "pk")))

    def forms(self, held: list[Held], data: Any = None) -> dict[str, LineAnswerForm]:
        return {one.line.public_id: self.form(one, data) for one in held}

    def form(self, held: Held, data: Any = None) -> LineAnswerForm:
        return LineAnswerForm(
            data,
            prefix=held.line.public_id,
            initial=initial_of(held),
            agree=AGREES[TaskKind(self.link.task)],
            agree_words=agree_words(self.link.task),
        )

    def show(self, status: int = 200, template: str = TEMPLATE, **context: Any) -> HttpResponse:
        given = {
            "link": self.link,
            "sent_to": masked(self.link.sent_to),
            "buyer": self.actor.membership.partner.owner if self.actor.membership is not None else None,
            "partner": self.link.partner,
            **context,
        }
        return render(self.request, template, given, status=status)

    def thanks(self, told: list[tuple[str, str]], left: int) -> HttpResponse:
        given = {"link": self.link, "told": told, "left": left, "sent_to": masked(self.link.sent_to)}
        return render(self.request, THANKS, given)

    def over(self, opened: Opened) -> HttpResponse:
        """What became of a link that opens nothing any more."""
        if opened.state == LinkState.DONE:
            return self.closed("done", done=opened.done)
        if opened.state == LinkState.EXPIRED:
            return self.closed("expired", link=opened.link)
        return self.closed("revoked")

    def closed(self, why: str, *, status: int = 410, **context: Any) -> HttpResponse:
        return render(self.request, CLOSED, {"why": why, **context}, status=status)


class LinkRevokeView(ActionView):
    """The link opens nothing from now on; back to the page it was done from."""

    model = TaskLink

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        link = self.get_object()
        if links.revoke(by=self.actor, link=link):
            messages.success(
                request, _("The link to %(email)s opens nothing any more.") % {"email": link.sent_to}
            )
        wanted = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            wanted, {request.get_host()}, require_https=request.is_secure()
        )
        return HttpResponseRedirect(wanted if safe else reverse("portal:mails"))
