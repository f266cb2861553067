"""Addresses of cases."""

from django.urls import path

from suppliers.views import case_acts, case_limits, case_mark, case_new, case_page, case_trends, cases

CASE = "cases/<slug:public_id>/"
urlpatterns = [
    path("cases/", cases.CaseListPage.as_view(), name="case_list"),
    path("cases/new/", case_new.CaseNewPage.as_view(), name="case_new"),
    path("cases/limits/", case_limits.CaseLimitsPage.as_view(), name="case_limits"),
    path("cases/trends/", case_trends.CaseTrendsPage.as_view(), name="case_trends"),
    path("cases/trends/pdf/", case_trends.CaseTrendsPdf.as_view(), name="case_trends_pdf"),
    path(CASE, case_page.CaseView.as_view(), name="case"),
    path(f"{CASE}pdf/", case_page.CasePdf.as_view(), name="case_pdf"),
    path(f"{CASE}say/", case_acts.CaseSay.as_view(), name="case_say"),
    path(f"{CASE}remedies/", case_acts.CaseOffer.as_view(), name="case_offer"),
    path(f"{CASE}remedies/<slug:remedy>/", case_acts.CaseRemedyAct.as_view(), name="case_remedy"),
    path(f"{CASE}forgo/", case_acts.CaseForgo.as_view(), name="case_forgo"),
    path(f"{CASE}learn/", case_acts.CaseLearn.as_view(), name="case_learn"),
    path(f"{CASE}close/", case_acts.CaseClose.as_view(), name="case_close"),
    path(f"{CASE}reopen/", case_acts.CaseReopen.as_view(), name="case_reopen"),
    path(f"{CASE}withdraw/", case_acts.CaseWithdraw.as_view(), name="case_withdraw"),
    path(f"{CASE}hand-over/", case_acts.CaseHandOver.as_view(), name="case_hand_over"),
    path(f"{CASE}help/", case_acts.CaseHelp.as_view(), name="case_help"),
    path(f"{CASE}help/ends/", case_acts.CaseHelpEnds.as_view(), name="case_help_ends"),
    path(f"{CASE}mark/", case_mark.CaseMarkPage.as_view(), name="case_mark"),
]
