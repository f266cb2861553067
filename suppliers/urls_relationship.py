"""Addresses of the relationship: before those of single partners, whose ids they must not be taken for."""

from django.urls import path

from suppliers.views import relationship, retention, touchpoints

BASE = "partners/relationship/"
TOUCH = f"{BASE}touchpoints/<slug:public_id>/"
RULE = f"{BASE}rules/<slug:public_id>/"
urlpatterns = [
    path(BASE, touchpoints.TouchpointListPage.as_view(), name="touchpoints"),
    path(f"{BASE}new/", touchpoints.TouchpointNewPage.as_view(), name="touchpoint_new"),
    path(f"{TOUCH}edit/", touchpoints.TouchpointEditPage.as_view(), name="touchpoint_edit"),
    path(f"{TOUCH}held/", touchpoints.TouchpointHeldPage.as_view(), name="touchpoint_held"),
    path(f"{TOUCH}cancel/", touchpoints.TouchpointCancel.as_view(), name="touchpoint_cancel"),
    path(f"{TOUCH}back/", touchpoints.TouchpointBack.as_view(), name="touchpoint_back"),
    path(f"{TOUCH}kept/", touchpoints.TouchpointKept.as_view(), name="touchpoint_kept"),
    path(f"{BASE}plan/", relationship.ContactPlanPage.as_view(), name="contact_plan"),
    path(f"{BASE}rules/", relationship.ContactRuleListPage.as_view(), name="contact_rules"),
    path(f"{BASE}rules/new/", relationship.ContactRuleNewPage.as_view(), name="contact_rule_new"),
    path(RULE, relationship.ContactRulePage.as_view(), name="contact_rule"),
    path(f"{RULE}remove/", relationship.ContactRuleRemove.as_view(), name="contact_rule_remove"),
    path(f"{BASE}recognition/", relationship.RecognitionWall.as_view(), name="recognition"),
    path(f"{BASE}praise/new/", relationship.PraiseNewPage.as_view(), name="praise_new"),
    path(f"{BASE}praise/<slug:public_id>/back/", relationship.PraiseBack.as_view(), name="praise_back"),
    path(f"{BASE}retention/", retention.RetentionPage.as_view(), name="retention"),
    path(f"{BASE}retention/<slug:public_id>/", retention.LossPage.as_view(), name="loss"),
    path(f"{BASE}risk/", relationship.AtRiskPage.as_view(), name="at_risk"),
    path(
        "partners/<slug:public_id>/touchpoints/",
        touchpoints.PartnerTouchpointsPage.as_view(),
        name="partner_touchpoints",
    ),
]
