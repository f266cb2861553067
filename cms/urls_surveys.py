"""Addresses of surveys that are no pages of the site: rounds, answers, results, and the link in a mail."""

from django.urls import path

from cms.views import survey_adding, survey_answers, survey_results, survey_rounds
from portal.views.mail_links import without_referrer

_ROUND = "listening/rounds/<str:public_id>/"

urlpatterns = [
    path("listening/rounds/", survey_rounds.RoundList.as_view(), name="survey_rounds"),
    path("listening/<slug:slug>/open/", survey_rounds.OpenRound.as_view(), name="survey_open"),
    path(_ROUND, survey_results.RoundPage.as_view(), name="survey_round"),
    path(f"{_ROUND}answer/", survey_answers.AnswerPage.as_view(), name="survey_answer"),
    path(f"{_ROUND}days/", survey_rounds.RoundDays.as_view(), name="survey_days"),
    path(f"{_ROUND}addresses/", survey_adding.MoreAddresses.as_view(), name="survey_addresses"),
    path(f"{_ROUND}close/", survey_rounds.RoundAct.as_view(act="close"), name="survey_close"),
    path(f"{_ROUND}publish/", survey_results.PublishPage.as_view(), name="survey_publish"),
    path(f"{_ROUND}published/", survey_rounds.RoundAct.as_view(act="publish"), name="survey_published"),
    path(f"{_ROUND}take-back/", survey_rounds.RoundAct.as_view(act="back"), name="survey_take_back"),
    path(f"{_ROUND}themes/", survey_results.ThemesPage.as_view(), name="survey_themes"),
    path(f"{_ROUND}replies/", survey_results.RepliesPage.as_view(), name="survey_replies"),
    path("s/<str:secret>/", without_referrer(survey_answers.LinkPage.as_view()), name="survey_link"),
]
