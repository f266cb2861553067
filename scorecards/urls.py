"""Addresses of scorecards."""

from django.urls import path

from scorecards.views.card import CardView, CompareView
from scorecards.views.heat import HeatView
from scorecards.views.lists import CardList
from scorecards.views.paper import CardPdf
from scorecards.views.preview import PreviewRowsView, PreviewView
from scorecards.views.publishing import PublishView
from scorecards.views.responses import AnswerView
from scorecards.views.rows import AllRowsCsv, RowsView

app_name = "scorecards"
urlpatterns = [
    path("scorecards/", CardList.as_view(), name="list"),
    path("scorecards/publish/", PublishView.as_view(), name="publish"),
    path("scorecards/preview/", PreviewView.as_view(), name="preview"),
    path("scorecards/preview/rows/<slug:kpi>/", PreviewRowsView.as_view(), name="preview_rows"),
    path("scorecards/heat/", HeatView.as_view(), name="heat"),
    path("scorecards/<str:public_id>/", CardView.as_view(), name="card"),
    path("scorecards/<str:public_id>/compare/", CompareView.as_view(), name="compare"),
    path("scorecards/<str:public_id>/answer/", AnswerView.as_view(), name="answer"),
    path("scorecards/<str:public_id>/pdf/", CardPdf.as_view(), name="pdf"),
    path("scorecards/<str:public_id>/rows.csv", AllRowsCsv.as_view(), name="rows_csv"),
    path("scorecards/<str:public_id>/rows/<slug:kpi>/", RowsView.as_view(), name="rows"),
]
