"""Addresses of scorecards."""

from django.urls import path

from scorecards import urls_plan_forms, urls_plan_lists, urls_plans
from scorecards.views.card import CardView, CompareView
from scorecards.views.contest_lists import ContestList
from scorecards.views.contests import (
    ContestDecide,
    ContestEffect,
    ContestHandOver,
    ContestNew,
    ContestSay,
    ContestTakeBack,
    ContestView,
    ContestWithdraw,
)
from scorecards.views.custom_kpis import (
    CustomKpiEdit,
    CustomKpiList,
    CustomKpiNew,
    CustomKpiPage,
    CustomKpiUse,
)
from scorecards.views.exclusions import ExclusionAct, ExclusionList, ExclusionNew, ExclusionView
from scorecards.views.heat import HeatView
from scorecards.views.history import HistoryView
from scorecards.views.lists import CardList
from scorecards.views.moves import MovedView
from scorecards.views.numbers import NumbersView
from scorecards.views.packs import PackList, PackMakeView, PackPdf, PackView
from scorecards.views.paper import CardPdf
from scorecards.views.peers import PeersView
from scorecards.views.preview import PreviewRowsView, PreviewView
from scorecards.views.proposals import ProposalAct, ProposalListPage, ProposalPage
from scorecards.views.publishing import PublishView
from scorecards.views.ratings import RatingList, RatingView
from scorecards.views.responses import AnswerView
from scorecards.views.rows import AllRowsCsv, RowsView
from scorecards.views.surveys import (
    SurveyDays,
    SurveyEdit,
    SurveyList,
    SurveyNew,
    SurveyOpen,
    SurveyRunView,
)
from scorecards.views.template_editor import TemplateEdit, TemplateNew
from scorecards.views.templates import TemplateList, TemplatePage, TemplateUse
from scorecards.views.tiers import GrantEndPage, GrantNewPage, TierEditPage, TierListPage, TierNewPage

app_name = "scorecards"
urlpatterns = [
    path("numbers/", NumbersView.as_view(), name="numbers"),
    path("scorecards/", CardList.as_view(), name="list"),
    path("scorecards/publish/", PublishView.as_view(), name="publish"),
    path("scorecards/preview/", PreviewView.as_view(), name="preview"),
    path("scorecards/preview/rows/<slug:kpi>/", PreviewRowsView.as_view(), name="preview_rows"),
    path("scorecards/heat/", HeatView.as_view(), name="heat"),
    path("scorecards/templates/", TemplateList.as_view(), name="templates"),
    path("scorecards/templates/new/", TemplateNew.as_view(), name="template_new"),
    path("scorecards/templates/<str:public_id>/", TemplatePage.as_view(), name="template"),
    path("scorecards/templates/<str:public_id>/edit/", TemplateEdit.as_view(), name="template_edit"),
    path("scorecards/templates/<str:public_id>/retire/", TemplateUse.as_view(), name="template_retire"),
    path(
        "scorecards/templates/<str:public_id>/restore/",
        TemplateUse.as_view(is_active=True),
        name="template_restore",
    ),
    path("scorecards/kpis/", CustomKpiList.as_view(), name="custom_kpis"),
    path("scorecards/kpis/new/", CustomKpiNew.as_view(), name="custom_kpi_new"),
    path("scorecards/kpis/<str:public_id>/", CustomKpiPage.as_view(), name="custom_kpi"),
    path("scorecards/kpis/<str:public_id>/edit/", CustomKpiEdit.as_view(), name="custom_kpi_edit"),
    path("scorecards/kpis/<str:public_id>/retire/", CustomKpiUse.as_view(), name="custom_kpi_retire"),
    path(
        "scorecards/kpis/<str:public_id>/restore/",
        CustomKpiUse.as_view(is_active=True),
        name="custom_kpi_restore",
    ),
    path("scorecards/<str:public_id>/", CardView.as_view(), name="card"),
    path("scorecards/<str:public_id>/compare/", CompareView.as_view(), name="compare"),
    path("scorecards/<str:public_id>/pack/", PackMakeView.as_view(), name="pack_make"),
    path("scorecards/<str:public_id>/moved/", MovedView.as_view(), name="moved"),
    path("scorecards/<str:public_id>/peers/", PeersView.as_view(), name="peers"),
    path("scorecards/<str:public_id>/answer/", AnswerView.as_view(), name="answer"),
    path("scorecards/<str:public_id>/pdf/", CardPdf.as_view(), name="pdf"),
    path("scorecards/<str:public_id>/rows.csv", AllRowsCsv.as_view(), name="rows_csv"),
    path("scorecards/<str:public_id>/rows/<slug:kpi>/", RowsView.as_view(), name="rows"),
]
urlpatterns += [
    # Tiers, and what bands and tiers propose
    path("tiers/", TierListPage.as_view(), name="tiers"),
    path("tiers/new/", TierNewPage.as_view(), name="tier_new"),
    path("tiers/give/", GrantNewPage.as_view(), name="tier_give"),
    path("tiers/<slug:public_id>/edit/", TierEditPage.as_view(), name="tier_edit"),
    path("tiers/grants/<slug:public_id>/end/", GrantEndPage.as_view(), name="tier_end"),
    path("proposals/", ProposalListPage.as_view(), name="proposals"),
    path("proposals/<slug:public_id>/", ProposalPage.as_view(), name="proposal"),
    path("proposals/<slug:public_id>/act/", ProposalAct.as_view(), name="proposal_act"),
    path("partners/<slug:public_id>/scores/", HistoryView.as_view(), name="history"),
    path("reviews/", PackList.as_view(), name="packs"),
    path("reviews/<str:public_id>/", PackView.as_view(), name="pack"),
    path("reviews/<str:public_id>/pdf/", PackPdf.as_view(), name="pack_pdf"),
]
urlpatterns += [
    # Contested lines
    path("scorecards/<str:public_id>/contest/", ContestNew.as_view(), name="contest_new"),
    path("scorecards/<str:public_id>/contest/effect/", ContestEffect.as_view(), name="contest_effect"),
    path("contests/", ContestList.as_view(), name="contests"),
    path("contests/<slug:public_id>/", ContestView.as_view(), name="contest"),
    path("contests/<slug:public_id>/decide/", ContestDecide.as_view(), name="contest_decide"),
    path("contests/<slug:public_id>/say/", ContestSay.as_view(), name="contest_say"),
    path("contests/<slug:public_id>/withdraw/", ContestWithdraw.as_view(), name="contest_withdraw"),
    path("contests/<slug:public_id>/hand-over/", ContestHandOver.as_view(), name="contest_hand_over"),
    path("contests/<slug:public_id>/take-back/", ContestTakeBack.as_view(), name="contest_take_back"),
]
urlpatterns += [
    # Many lines excused at once
    path("exclusions/", ExclusionList.as_view(), name="exclusions"),
    path("exclusions/new/", ExclusionNew.as_view(), name="exclusion_new"),
    path("exclusions/<slug:public_id>/", ExclusionView.as_view(), name="exclusion"),
    *(
        path(
            f"exclusions/<slug:public_id>/{step}/",
            ExclusionAct.as_view(step=step),
            name=f"exclusion_{step}",
        )
        for step in ("approve", "decline", "withdraw", "undo")
    ),
]
urlpatterns += [
    # Surveys: partners answer in confidence, our people rate partners
    path("surveys/", SurveyList.as_view(), name="surveys"),
    path("surveys/new/", SurveyNew.as_view(), name="survey_new"),
    path("surveys/edit/<str:public_id>/", SurveyEdit.as_view(), name="survey_edit"),
    path("surveys/open/<str:public_id>/", SurveyOpen.as_view(), name="survey_open"),
    path("surveys/<str:public_id>/", SurveyRunView.as_view(), name="survey_run"),
    path("surveys/<str:public_id>/days/", SurveyDays.as_view(), name="survey_days"),
    path("ratings/", RatingList.as_view(), name="ratings"),
    path("ratings/<str:public_id>/<str:partner>/", RatingView.as_view(), name="rate"),
]
urlpatterns += urls_plan_lists.urlpatterns
urlpatterns += urls_plan_forms.urlpatterns
urlpatterns += urls_plans.urlpatterns
