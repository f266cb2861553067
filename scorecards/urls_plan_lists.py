"""Addresses of plans side by side, and of what they gained."""

from django.urls import path

from scorecards.views.gains import GainList
from scorecards.views.plan_lists import PlanBoard, PlanList

urlpatterns = [
    path("plans/", PlanList.as_view(), name="plan_list"),
    path("plans/board/", PlanBoard.as_view(), name="plan_board"),
    path("plans/gains/", GainList.as_view(), name="gain_list"),
]
