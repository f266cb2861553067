"""Addresses of questions and proposals about policies and playbooks, of training, of the executives' page."""

from django.urls import path, re_path

from cms.views import answers, executive, playbooks, training

_ACTS = "answer|came|publish|hide|withdraw|named|unnamed"

urlpatterns = [
    re_path(
        r"^(?P<where>policies|playbooks)/(?P<slug>[-\w]+)/ask/$",
        answers.AskAbout.as_view(),
        name="policy_ask",
    ),
    path("policy-questions/", answers.AnswerListPage.as_view(), name="policy_comments"),
    path("policy-questions/<str:public_id>/", answers.AnswerPage.as_view(), name="policy_comment"),
    re_path(
        rf"^policy-questions/(?P<public_id>\w+)/(?P<act>{_ACTS})/$",
        answers.AnswerAct.as_view(),
        name="policy_comment_act",
    ),
    path("executive/report/", executive.ReportPage.as_view(), name="executive_report"),
    path("executive/report.pdf", executive.ReportPdf.as_view(), name="executive_report_pdf"),
    path("playbooks/", playbooks.playbooks, name="playbooks"),
    path("training/", training.TrainingList.as_view(), name="training"),
    path("training/new/", training.Train.as_view(), name="train"),
    path("training/<str:public_id>/take-back/", training.TakeBack.as_view(), name="training_take_back"),
]
