"""Addresses of one plan, and of what is done on its page."""

from django.urls import path

from scorecards.views import plan_page_acts as acts
from scorecards.views.plan_page import PlanPdf, PlanView

urlpatterns = [
    path("plans/<slug:public_id>/", PlanView.as_view(), name="plan"),
    path("plans/<slug:public_id>/pdf/", PlanPdf.as_view(), name="plan_pdf"),
    path("plans/<slug:public_id>/sign/", acts.PlanSign.as_view(), name="plan_sign"),
    path("plans/<slug:public_id>/decline/", acts.PlanDecline.as_view(), name="plan_decline"),
    path("plans/<slug:public_id>/withdraw/", acts.PlanWithdraw.as_view(), name="plan_withdraw"),
    path("plans/<slug:public_id>/start/", acts.PlanStart.as_view(), name="plan_start"),
    path("plans/<slug:public_id>/claim/", acts.PlanClaim.as_view(), name="plan_claim"),
    path("plans/<slug:public_id>/verify/", acts.PlanVerify.as_view(), name="plan_verify"),
    path("plans/<slug:public_id>/resume/", acts.PlanResume.as_view(), name="plan_resume"),
    path("plans/<slug:public_id>/close/", acts.PlanClose.as_view(), name="plan_close"),
    path("plans/<slug:public_id>/stop/", acts.PlanStop.as_view(), name="plan_stop"),
    path("plans/<slug:public_id>/actions/<slug:action>/", acts.PlanActionAct.as_view(), name="plan_action"),
    path("plans/<slug:public_id>/say/", acts.PlanSay.as_view(), name="plan_say"),
    path("plans/<slug:public_id>/look-after/", acts.PlanLookAfter.as_view(), name="plan_look_after"),
    path("plans/<slug:public_id>/gain/", acts.PlanGain.as_view(), name="plan_gain"),
    path(
        "plans/<slug:public_id>/gains/<slug:entry>/back/", acts.PlanGainBack.as_view(), name="plan_gain_back"
    ),
]
