"""Addresses of what people put forward: plans, other terms, ideas."""

from django.urls import path

from scorecards.views.ideas import IdeaAccept, IdeaDecline, IdeaList, IdeaNew, IdeaView, IdeaWithdraw
from scorecards.views.plan_forms import PlanChange, PlanNew

urlpatterns = [
    path("plans/new/", PlanNew.as_view(), name="plan_new"),
    path("plans/<slug:public_id>/change/", PlanChange.as_view(), name="plan_change"),
    path("plans/ideas/", IdeaList.as_view(), name="idea_list"),
    path("plans/ideas/new/", IdeaNew.as_view(), name="idea_new"),
    path("plans/ideas/<slug:public_id>/", IdeaView.as_view(), name="idea"),
    path("plans/ideas/<slug:public_id>/accept/", IdeaAccept.as_view(), name="idea_accept"),
    path("plans/ideas/<slug:public_id>/decline/", IdeaDecline.as_view(), name="idea_decline"),
    path("plans/ideas/<slug:public_id>/withdraw/", IdeaWithdraw.as_view(), name="idea_withdraw"),
]
