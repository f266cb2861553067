"""Questions and proposals about texts: ask, the list, and the page of one with its acts."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.actions import answers
from cms.actions.answers import AnswerRefused
from cms.facts.texts import theirs
from cms.filters_answers import (
    ANSWERED,
    LATE,
    OPEN,
    PUBLISHED,
    AnswerFilters,
    StaffAnswerFilters,
    answer_state,
)
from cms.forms_answers import AskForm, LedToForm, ReplyForm
from cms.models import PolicyComment, TextVersion
from cms.permissions_answers import (
    can_answer,
    can_take_back,
    check_can_answer,
    check_can_ask,
    check_can_see_answers,
)
from cms.presenters.answers import clock_of, list_head, page_title, state_of, took_words
from cms.presenters.conversation import answerer_words, promised_words
from cms.tables_answers import AnswerTable
from portal.actors import Actor
from portal.clocks import local_day
from portal.views.base import ActorMixin, DetailPage
from portal.views.lists import ListPage
from suppliers.presenters.directory import Tab

KINDS = {"policies": "policypage", "playbooks": "playbookpage"}
WITH = ("partner__merged_into", "version", "page", "owner", "user", "led_to", "answered_by")


class AnswersMixin(ActorMixin):
    """Both sides; not who only writes pages."""

    def may_open(self) -> bool:
        if self.actor.is_staff:
            check_can_see_answers(self.actor)
        return super().may_open()


class AskAbout(AnswersMixin, TemplateView):
    """Ask about a text, or propose a change; the page holds the form where something is to be put right."""

    template_name = "cms/answers/ask.html"
    http_method_names = ["get", "post"]

    def version(self) -> TextVersion:
        """The version that holds for this reader; for our own people one that is coming, if it is the first.

        A text that is not theirs to read is 404.
        """
        today = local_day()
        versions = theirs(KINDS[self.kwargs["where"]], self.kwargs["slug"], self.actor, today)
        if not versions:
            raise Http404
        return next((one for one in versions if one.in_force_from <= today), versions[0])

    def get_context_data(self, form: AskForm | None = None, **kwargs: Any) -> dict[str, Any]:
        version = self.version()
        check_can_ask(self.actor)
        return super().get_context_data(
            version=version,
            page_url=version.page.url,
            form=form or AskForm(),
            promised=promised_words(version),
            button=answerer_words(version),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version, form = self.version(), AskForm(request.POST)
        check_can_ask(self.actor)
        if form.is_valid():
            try:
                comment = answers.ask(by=self.actor, version=version, **form.cleaned_data)
            except AnswerRefused as refused:
                form.add_error("text", str(refused))
            else:
                messages.success(request, _("Thank you. %(promise)s") % {"promise": promised_words(version)})
                return HttpResponseRedirect(reverse("cms:policy_comment", args=[comment.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AnswerListPage(AnswersMixin, ListPage):
    """All of them for staff, one's own for a partner's people; the first promised day first."""

    model = PolicyComment
    table_class = AnswerTable
    template_name = "cms/answers/list.html"
    export_name = "policy-questions"

    @property
    def filterset_class(self) -> type[AnswerFilters]:
        return StaffAnswerFilters if self.actor.is_staff else AnswerFilters

    def get_queryset(self) -> QuerySet[PolicyComment]:
        return super().get_queryset().select_related("partner", "version", "owner", "led_to")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        waits = self.request.GET.get("state") in (OPEN, LATE)
        order = ("due_on",) if waits else ("-asked_at",)
        return {
            "actor": self.actor,
            "now": timezone.now(),
            "label": _("Questions about our policies"),
            "order_by": order,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = (OPEN, LATE, ANSWERED, PUBLISHED)
        counts = PolicyComment.objects.for_actor(self.actor).aggregate(
            **{state: Count("pk", filter=answer_state(state)) for state in states}, all=Count("pk")
        )
        return super().get_context_data(
            head=list_head(counts[OPEN], counts[LATE], self.actor), tabs=self._tabs(counts), **kwargs
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        wanted = self.request.GET.get("state", "")
        named = {
            OPEN: _("Waiting"),
            LATE: _("Past the day"),
            ANSWERED: _("Answered"),
            PUBLISHED: _("Published"),
        }
        tabs = [Tab(_("All"), "?", counts["all"], not wanted)]
        return tabs + [
            Tab(words, f"?state={state}", counts[state], wanted == state) for state, words in named.items()
        ]


class AnswerPage(AnswersMixin, DetailPage):
    """What was asked, the answer, and what one can do now. POST does one of the acts."""

    model = PolicyComment
    template_name = "cms/answers/comment.html"
    http_method_names = ["get"]

    def get_queryset(self) -> QuerySet[PolicyComment]:
        return super().get_queryset().select_related(*WITH)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context = super().get_context_data(**given)
        comment, now = self.object, timezone.now()
        may_answer = can_answer(self.actor, comment)
        waits = comment.answered_at is None and comment.withdrawn_at is None
        led_to = comment.led_to
        if led_to is not None and not TextVersion.objects.for_actor(self.actor).filter(pk=led_to.pk).exists():
            led_to = None
        found: dict[str, Any] = {
            "title": page_title(comment),
            "clock": clock_of(comment, now),
            "state": state_of(comment, now),
            "took": took_words(comment),
            "waits": waits,
            "led_to": led_to,
            "page_url": comment.page.url or "",
            "may_answer": may_answer,
            "may_publish": may_answer and comment.answered_at is not None and comment.withdrawn_at is None,
            "may_take_back": can_take_back(self.actor, comment) and comment.withdrawn_at is None,
        }
        if may_answer and waits:
            found["reply"] = reply_form(comment)
        if may_answer and comment.answered_at is not None:
            found["came"] = led_to_form(self.actor, comment)
        return context | found | given


class AnswerAct(AnswerPage):
    """One act on one of them: a refusal comes back to the page with what was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str, act: str) -> HttpResponse:
        comment = get_object_or_404(self.get_queryset(), public_id=public_id)
        if act == "answer":
            return self._answer(comment)
        if act == "came":
            return self._came(comment)
        try:
            self._do(act, comment)
        except AnswerRefused as refused:
            messages.error(request, str(refused))
        return self._home(comment)

    def _do(self, act: str, comment: PolicyComment) -> None:
        by = self.actor
        if act == "publish":
            answers.publish(by=by, comment=comment)
            messages.success(self.request, _("Published on the page of the text."))
        elif act == "hide":
            answers.hide(by=by, comment=comment)
            messages.success(self.request, _("It is shown no longer."))
        elif act == "withdraw":
            answers.withdraw(by=by, comment=comment)
            messages.success(self.request, _("Taken back. Nobody has to answer it any more."))
        else:
            answers.name(by=by, comment=comment, shown=act == "named")
            messages.success(self.request, _("Saved."))

    def _answer(self, comment: PolicyComment) -> HttpResponse:
        check_can_answer(self.actor, comment)
        form = reply_form(comment, self.request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                answers.answer(
                    by=self.actor, comment=comment, text=given["text"], decision=given.get("decision", "")
                )
                if given["publish"]:
                    answers.publish(by=self.actor, comment=comment)
            except AnswerRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else "text", str(refused))
            else:
                messages.success(self.request, _("Answered. They hear of it by mail."))
                return self._home(comment)
        return self.render_to_response(self.get_context_data(reply=form), status=422)

    def _came(self, comment: PolicyComment) -> HttpResponse:
        check_can_answer(self.actor, comment)
        form = led_to_form(self.actor, comment, self.request.POST)
        if form.is_valid():
            try:
                answers.led_to(by=self.actor, comment=comment, version=form.cleaned_data["version"])
            except AnswerRefused as refused:
                form.add_error("version", str(refused))
            else:
                messages.success(self.request, _("Saved. Thank you for saying so."))
                return self._home(comment)
        return self.render_to_response(self.get_context_data(came=form), status=422)

    def _home(self, comment: PolicyComment) -> HttpResponse:
        return HttpResponseRedirect(reverse("cms:policy_comment", args=[comment.public_id]))


def reply_form(comment: PolicyComment, data: Any = None) -> ReplyForm:
    return ReplyForm(
        data, is_proposal=comment.kind == "proposal", is_named=comment.name_shown, prefix="reply"
    )


def led_to_form(actor: Actor, comment: PolicyComment, data: Any = None) -> LedToForm:
    """The versions of this text that came after what was asked about."""
    before = comment.version
    rows = TextVersion.objects.for_actor(actor).filter(page=comment.page_id).order_by("-major", "-minor")
    later = rows.filter(major=before.major, minor__gt=before.minor) | rows.filter(major__gt=before.major)
    initial = {"version": comment.led_to.public_id if comment.led_to else ""}
    return LedToForm(data, versions=later, initial=initial, prefix="came")
