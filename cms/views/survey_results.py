"""What a round came to: results, themes in own words, the replies of a named one, and publishing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.actions import survey_themes
from cms.actions.surveys import SurveyRefused
from cms.engine.questions import TEXT, Question
from cms.facts.surveys import own_words
from cms.forms_surveys import ThemeForm
from cms.models import SurveyReply, SurveyRound, SurveyTheme
from cms.permissions_surveys import can_open_rounds, can_read_replies, rounds_for
from cms.presenters.survey_page import round_page
from cms.presenters.survey_replies import exported_replies, named_replies
from cms.presenters.survey_results import exported
from cms.presenters.survey_themes import theme_page
from cms.presenters.surveys import round_name
from cms.views.survey_rounds import RunsRounds
from portal import exports
from portal.actors import Actor
from portal.clocks import local_day
from portal.views.base import RowMixin


class RoundPage(TemplateView):
    """One round: how it stands; once it is closed its results, for who may read them. Also as a file."""

    template_name = "cms/surveys/round.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor = request.actor
        one = self._found(actor)
        if one is None:
            if actor.user is None:
                return redirect_to_login(request.get_full_path())
            raise Http404
        page = round_page(one, actor, local_day())
        if kind := request.GET.get("format"):
            if not page.questions:
                raise Http404
            return exports.response(exported(page.questions), kind, f"survey-{one.page.slug}-{one.number}")
        return self.render_to_response(self.get_context_data(page=page, round=one, **kwargs))

    def _found(self, actor: Actor) -> SurveyRound | None:
        wanted = {"public_id": self.kwargs["public_id"]}
        one = rounds_for(actor, local_day()).select_related("page").filter(**wanted).first()
        # Known to our own people, and not for those who only write pages.
        if one is None and SurveyRound.objects.for_actor(actor).filter(**wanted).exists() and actor.is_staff:
            raise PermissionDenied
        return one


class ThemesPage(RunsRounds, RowMixin, TemplateView):
    """Own words of one question, the themes in them, and which words each theme is in."""

    model = SurveyRound
    template_name = "cms/surveys/themes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one, question = self._asked()
        return self._show(one, question, ThemeForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one, question = self._asked()
        if "drop" in request.POST:
            survey_themes.drop_theme(by=self.actor, theme=self._theme(one, question, request.POST["drop"]))
            messages.success(request, _("The theme is gone; the words stay."))
        elif "theme" in request.POST:
            theme = self._theme(one, question, request.POST["theme"])
            survey_themes.put_on(by=self.actor, theme=theme, replies=request.POST.getlist("reply"))
            messages.success(request, _("Saved."))
        elif (refused := self._new(one, question)) is not None:
            return self._show(one, question, refused, 422)
        return redirect(request.get_full_path())

    def _new(self, one: SurveyRound, question: Question) -> ThemeForm | None:
        form = ThemeForm(self.request.POST)
        if form.is_valid():
            try:
                survey_themes.name_theme(
                    by=self.actor, survey_round=one, question=question.key, **form.cleaned_data
                )
            except SurveyRefused as refusal:
                form.add_error(refusal.field or None, str(refusal))
        return None if form.is_valid() else form

    def _asked(self) -> tuple[SurveyRound, Question]:
        one: Any = self.get_object()
        found = [question for question in one.asked_questions if question.type == TEXT]
        wanted = self.request.GET.get("question", "")
        question = next((each for each in found if each.key == wanted), found[0] if found else None)
        if question is None or one.closed_at is None:
            raise Http404
        return one, question

    def _theme(self, one: SurveyRound, question: Question, public_id: str) -> SurveyTheme:
        return get_object_or_404(SurveyTheme, round=one, question=question.key, public_id=public_id)

    def _show(self, one: SurveyRound, question: Question, form: ThemeForm, status: int = 200) -> HttpResponse:
        chosen = self.request.GET.get("theme", "")
        page = theme_page(one, question, own_words(one, question.key), chosen)
        return self.render_to_response(self.get_context_data(page=page, round=one, form=form), status=status)


class RepliesPage(RunsRounds, RowMixin, TemplateView):
    """Who said what, of a named round that is closed; an anonymous one has no such page."""

    model = SurveyRound
    template_name = "cms/surveys/replies.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        if not can_read_replies(self.actor, one):
            raise Http404
        rows = SurveyReply.objects.for_actor(self.actor).filter(round=one)
        rows = rows.select_related("partner").order_by("who", "key")
        found = named_replies(one, list(rows))
        if kind := request.GET.get("format"):
            return exports.response(exported_replies(one, found), kind, f"replies-{one.number}")
        back = reverse("cms:survey_round", args=[one.public_id])
        return self.render_to_response(
            self.get_context_data(round=one, name=round_name(one), replies=found, back=back)
        )


class PublishPage(RunsRounds, RowMixin, TemplateView):
    """What those who were asked will read, before it is theirs."""

    model = SurveyRound
    template_name = "cms/surveys/publish.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        page = round_page(one, self.actor, local_day(), as_published=True)
        if not page.questions or one.published_at is not None or not can_open_rounds(self.actor):
            raise Http404
        return self.render_to_response(self.get_context_data(page=page, round=one))
