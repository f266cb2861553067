"""Answering a survey: with an account, or through the link in a mail. Nothing is saved before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cms.actions import surveys
from cms.forms_surveys import AnswersForm
from cms.models import SurveyInvitation, SurveyRound
from cms.permissions_surveys import can_answer, check_can_answer, invitation_of
from cms.presenters.surveys import AskPage, ask_page, invitation_partner
from portal.actors import ANONYMOUS, Actor
from portal.clocks import local_day
from portal.enums import Channel
from portal.presentation import day
from portal.views.base import RowMixin
from portal.views.limits import address_of, is_too_often
from portal.views.mail_links import keep_secret

EACH_LOOK = 60


class AnswerSurvey:
    """The form, its errors with everything that was chosen, and the thanks: for both ways in."""

    template_name = "cms/surveys/answer.html"

    def ask(
        self, request: HttpRequest, invitation: SurveyInvitation, by: Actor, *, may: bool = True
    ) -> HttpResponse:
        note = _note(invitation, may)
        form = None if note else AnswersForm(questions=invitation.round.asked_questions)
        return self.show(request, invitation, form, note)

    def take(self, request: HttpRequest, invitation: SurveyInvitation, by: Actor) -> HttpResponse:
        """What was sent; None of it is kept where any of it does not fit."""
        if note := _note(invitation, True):
            return self.show(request, invitation, None, note, 409)
        form = AnswersForm(request.POST, questions=invitation.round.asked_questions)
        if not form.is_valid():
            return self.show(request, invitation, form, "", 422)
        try:
            surveys.answer(by=by, invitation=invitation, answers=form.answers, at=timezone.now())
        except surveys.AlreadyAnswered:
            messages.info(request, _("A colleague of yours was faster: it is answered. Thank you both."))
        except surveys.SurveyRefused as refused:
            form.refuse(str(refused), refused.field)
            return self.show(request, invitation, form, "", 422)
        return redirect(request.path)

    def show(
        self,
        request: HttpRequest,
        invitation: SurveyInvitation,
        form: AnswersForm | None,
        note: str,
        status: int = 200,
    ) -> HttpResponse:
        page: AskPage = ask_page(
            invitation.round,
            note=note,
            has_answered=invitation.has_answered,
            partner=invitation_partner(invitation),
        )
        context = {"page": page, "form": form, "round": invitation.round, "by_link": bool(invitation.email)}
        return render(request, self.template_name, context, status=status)


def _note(invitation: SurveyInvitation, may: bool) -> str:
    """Why there is nothing to fill in; empty where there is."""
    one, today = invitation.round, local_day()
    if invitation.has_answered:
        return _("Your answer is in. Thank you.")
    if one.closed_at is not None or today > one.closes_on:
        return _("This survey is closed. Thank you for wanting to help.")
    if today < one.opens_on:
        return _("This survey opens on %(day)s.") % {"day": day(one.opens_on, "full")}
    return "" if may else _("Administrators and editors of your company answer this survey.")


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AnswerPage(RowMixin, AnswerSurvey, View):
    """Partners and our own people, whoever was asked; for everybody else it does not exist."""

    model = SurveyRound

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(request, self._invitation(), self.actor, may=can_answer(self.actor))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = self._invitation()
        check_can_answer(self.actor)
        return self.take(request, invitation, self.actor)

    def _invitation(self) -> SurveyInvitation:
        one: Any = self.get_object()
        found = invitation_of(self.actor, one)
        if found is None or (not self.actor.is_staff and one.opens_on > local_day()):
            raise Http404
        return found


@method_decorator(sensitive_post_parameters(), name="dispatch")
class LinkPage(AnswerSurvey, View):
    """Behind the link in a mail to an address: looking changes nothing."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, secret: str, **kwargs: Any) -> HttpResponse:
        return keep_secret(self._answer(request, secret))

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponse:
        if is_too_often("survey-look", address_of(request), times=EACH_LOOK, seconds=60):
            return render(request, "cms/surveys/often.html", status=429)
        invitation = surveys.find(secret=secret)
        if invitation is None:
            return render(request, "cms/surveys/unknown.html", status=404)
        by = ANONYMOUS.through(Channel.MAIL_LINK)
        if request.method == "POST":
            return self.take(request, invitation, by)
        return self.ask(request, invitation, by)
