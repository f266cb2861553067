"""Addresses of suppliers."""

from django.urls import path

from portal.views.mail_links import without_referrer
from suppliers import urls_cases, urls_onboarding, urls_relationship
from suppliers.views import (
    attribution,
    away,
    calendar,
    calendars,
    commission_partner,
    commissions,
    contacts,
    contribution,
    contribution_partner,
    cost_rates,
    data,
    desk,
    desk_upload,
    imports,
    imports_undo,
    inbox,
    invoices,
    ledger,
    line_acts,
    mapping,
    merging,
    messages,
    orders,
    partners,
    people,
    profiles,
    programmes,
    questions,
    recognition,
    refused,
    reliability,
    replies,
    sales,
    segments,
    tasks,
    tolerances,
    wall,
    what_if,
)

app_name = "suppliers"
PROFILE = "imports/profiles/<slug:name>/"
urlpatterns = [
    *urls_relationship.urlpatterns,
    path("partners/", partners.PartnerListPage.as_view(), name="partner_list"),
    path("partners/new/", partners.PartnerNewPage.as_view(), name="partner_new"),
    path("partners/ours/", partners.OwnPartnerPage.as_view(), name="partner_own"),
    path("partners/<slug:public_id>/", partners.PartnerPage.as_view(), name="partner"),
    path("partners/<slug:public_id>/edit/", partners.PartnerEditPage.as_view(), name="partner_edit"),
    path("partners/<slug:public_id>/merge/", merging.PartnerMergePage.as_view(), name="partner_merge"),
    path("partners/<slug:public_id>/part/", merging.PartnerPartPage.as_view(), name="partner_part"),
    path("partners/<slug:public_id>/contacts/new/", contacts.ContactNewPage.as_view(), name="contact_new"),
    path("contacts/<slug:public_id>/edit/", contacts.ContactEditPage.as_view(), name="contact_edit"),
    path("contacts/<slug:public_id>/remove/", contacts.ContactRemovePage.as_view(), name="contact_remove"),
    path("orders/", orders.OrderListPage.as_view(), name="order_list"),
    path("orders/<slug:public_id>/", orders.OrderLinePage.as_view(), name="order_line"),
    path("orders/<slug:public_id>/response.xml", messages.OrderResponseFile.as_view(), name="order_response"),
    path("account/people/", people.PeopleView.as_view(), name="people"),
    path("partners/<slug:public_id>/people/", people.PartnerPeopleView.as_view(), name="partner_people"),
    path("people/<slug:public_id>/role/", people.RoleView.as_view(), name="membership_role"),
    path("people/<slug:public_id>/remove/", people.RemoveView.as_view(), name="membership_remove"),
    path("imports/", imports.ImportListPage.as_view(), name="import_list"),
    path("imports/new/", imports.ImportNewPage.as_view(), name="import_new"),
    path("imports/profiles/", profiles.ProfileListPage.as_view(), name="import_profile_list"),
    path("imports/profiles/new/", profiles.ProfileNewPage.as_view(), name="import_profile_new"),
    path(PROFILE, profiles.ProfilePage.as_view(), name="import_profile"),
    path(f"{PROFILE}toml/", profiles.ProfileFile.as_view(), name="import_profile_file"),
    path(f"{PROFILE}edit/", profiles.ProfileEditPage.as_view(), name="import_profile_edit"),
    path(f"{PROFILE}retire/", profiles.ProfileRetire.as_view(), name="import_profile_retire"),
    path(f"{PROFILE}map/", profiles.ProfileMap.as_view(), name="import_profile_map"),
    path("imports/map/<slug:public_id>/", mapping.MapPage.as_view(), name="import_map"),
    path("imports/map/<slug:public_id>/look/", mapping.MapLook.as_view(), name="import_map_look"),
    path("imports/data/", data.DataListPage.as_view(), name="data"),
    path("imports/data/<slug:dataset>/", data.DataPage.as_view(), name="data_set"),
    path("imports/data/<slug:dataset>/export/", data.DataExport.as_view(), name="data_export"),
    path("imports/data/<slug:dataset>/template/", data.DataTemplate.as_view(), name="data_template"),
    path("imports/<slug:public_id>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<slug:public_id>/progress/", imports.ImportProgress.as_view(), name="import_progress"),
    path("imports/<slug:public_id>/save/", imports.ImportSave.as_view(), name="import_save"),
    path("imports/<slug:public_id>/discard/", imports.ImportDiscard.as_view(), name="import_discard"),
    path("imports/<slug:public_id>/cancel/", imports_undo.ImportCancel.as_view(), name="import_cancel"),
    path("imports/<slug:public_id>/undo/", imports_undo.ImportUndo.as_view(), name="import_undo"),
    path("imports/<slug:public_id>/refused/", imports.ImportRefused.as_view(), name="import_refused"),
    path(
        "imports/<slug:public_id>/refused-rows/",
        refused.ImportRefusedRows.as_view(),
        name="import_refused_rows",
    ),
]
urlpatterns += [
    # Talking to each other
    path("questions/", questions.QuestionListPage.as_view(), name="question_list"),
    path("questions/new/", questions.QuestionNewPage.as_view(), name="question_new"),
    path("questions/<slug:public_id>/", questions.QuestionPage.as_view(), name="question"),
    path("questions/<slug:public_id>/close/", questions.QuestionCloseView.as_view(), name="question_close"),
    path(
        "questions/<slug:public_id>/hand-over/",
        questions.QuestionHandOverView.as_view(),
        name="question_hand_over",
    ),
    path("invoices/", invoices.InvoiceListPage.as_view(), name="invoices"),
    path("inbox/", inbox.InboxPage.as_view(), name="inbox"),
    path("inbox/accept/", inbox.InboxAcceptView.as_view(), name="inbox_accept"),
    path("inbox/lines/<slug:public_id>/", inbox.InboxLineView.as_view(), name="inbox_line"),
    path("inbox/questions/<slug:public_id>/", inbox.InboxQuestionView.as_view(), name="inbox_question"),
    path("tolerances/", tolerances.ToleranceListPage.as_view(), name="tolerances"),
    path("tolerances/new/", tolerances.ToleranceNewPage.as_view(), name="tolerance_new"),
    path("tolerances/<slug:public_id>/", tolerances.ToleranceEditPage.as_view(), name="tolerance_edit"),
    path(
        "tolerances/<slug:public_id>/remove/",
        tolerances.ToleranceRemovePage.as_view(),
        name="tolerance_remove",
    ),
    path("account/away/", away.AwayPage.as_view(), name="away"),
    path("account/away/<slug:public_id>/end/", away.AwayEndView.as_view(), name="away_end"),
]
urlpatterns += [
    # Through mails
    path("task/<str:secret>/", without_referrer(tasks.TaskView.as_view()), name="task"),
    path("links/<slug:public_id>/revoke/", tasks.LinkRevokeView.as_view(), name="link_revoke"),
    path("account/calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("account/calendar/<slug:public_id>/revoke/", calendar.FeedRevokeView.as_view(), name="feed_revoke"),
    path("calendar/<str:secret>.ics", calendar.FeedView.as_view(), name="feed"),
]
PROGRAMME = "programmes/<slug:public_id>/"
urlpatterns += [
    # Service programmes
    path("programmes/", programmes.ProgrammeListPage.as_view(), name="programme_list"),
    path("programmes/new/", programmes.ProgrammeNewPage.as_view(), name="programme_new"),
    path(PROGRAMME, programmes.ProgrammePage.as_view(), name="programme"),
    path(f"{PROGRAMME}edit/", programmes.ProgrammeEditPage.as_view(), name="programme_edit"),
    path(f"{PROGRAMME}join/", programmes.ProgrammeJoin.as_view(), name="programme_join"),
    path(f"{PROGRAMME}leave/", programmes.ProgrammeLeave.as_view(), name="programme_leave"),
]
LINE = "orders/<slug:public_id>/"
urlpatterns += [
    # What can be done about one line
    path(f"{LINE}accept/", line_acts.LineAccept.as_view(), name="line_accept"),
    path(f"{LINE}keep/", line_acts.LineKeep.as_view(), name="line_keep"),
    path(f"{LINE}promise/", line_acts.LinePromise.as_view(), name="line_promise"),
    path(f"{LINE}reject/", line_acts.LineReject.as_view(), name="line_reject"),
    path(f"{LINE}withdraw/", line_acts.LineWithdraw.as_view(), name="line_withdraw"),
    path(f"{LINE}ship/", line_acts.LineShip.as_view(), name="line_ship"),
    path(f"{LINE}ship/<slug:notice>/undo/", line_acts.LineUnship.as_view(), name="line_unship"),
    path(f"{LINE}skip/", line_acts.LineSkipView.as_view(), name="line_skip"),
    path(f"{LINE}skip/undo/", line_acts.LineUnskip.as_view(), name="line_unskip"),
    path(f"{LINE}proposal/accept/", line_acts.LineTake.as_view(), name="line_take"),
    path(f"{LINE}proposal/counter/", line_acts.LineCounter.as_view(), name="line_counter"),
    path(f"{LINE}proposal/decline/", line_acts.LineDecline.as_view(), name="line_decline"),
    path(f"{LINE}refusal/agree/", line_acts.LineAgree.as_view(), name="line_agree"),
    path(f"{LINE}phone/", line_acts.LineNoted.as_view(), name="line_noted"),
]
urlpatterns += [
    # The partner's desk
    path("desk/", desk.DeskPage.as_view(), name="desk"),
    path("desk/days/", desk.DeskDays.as_view(), name="desk_days"),
    path("desk/upload/", desk_upload.DeskUploadPage.as_view(), name="desk_upload"),
    path("desk/upload/refused/", desk_upload.DeskRefusedRows.as_view(), name="desk_refused"),
]
urlpatterns += [path("desk/response/", replies.ReplyPage.as_view(), name="order_response_in")]
urlpatterns += [
    # Thanks and awards
    path("thanks/", recognition.RecognitionListPage.as_view(), name="thanks"),
    path("thanks/new/", recognition.RecognitionNewPage.as_view(), name="thanks_new"),
    path("thanks/<slug:public_id>/back/", recognition.RecognitionBack.as_view(), name="thanks_back"),
    path("thanks/<slug:public_id>/wall/", wall.WallDecide.as_view(), name="wall_decide"),
    path("thanks/<slug:public_id>/wall/ask/", wall.WallAsk.as_view(), name="wall_ask"),
]
urlpatterns += [
    # On which days our sites receive
    path("calendars/", calendars.CalendarListPage.as_view(), name="working_calendar_list"),
    path("calendars/new/", calendars.CalendarNewPage.as_view(), name="working_calendar_new"),
    path("calendars/<slug:public_id>/", calendars.CalendarPage.as_view(), name="working_calendar"),
    path(
        "calendars/<slug:public_id>/edit/", calendars.CalendarEditPage.as_view(), name="working_calendar_edit"
    ),
    path(
        "calendars/<slug:public_id>/remove/",
        calendars.CalendarRemovePage.as_view(),
        name="working_calendar_remove",
    ),
]
urlpatterns += [
    # What each partner contributes to our profit
    path("contribution/", contribution.ContributionPage.as_view(), name="contribution"),
    path("contribution/pdf/", contribution.ContributionPdf.as_view(), name="contribution_pdf"),
]
PROFIT = "contribution/partners/<slug:public_id>/"
RATE = "contribution/rates/<slug:public_id>/"
urlpatterns += [
    # A partner's profit and loss, and what trouble costs
    path(PROFIT, contribution_partner.PartnerProfitPage.as_view(), name="contribution_partner"),
    path(f"{PROFIT}pdf/", contribution_partner.PartnerProfitPdf.as_view(), name="contribution_partner_pdf"),
    path(f"{PROFIT}trouble/", contribution_partner.PartnerTroublePage.as_view(), name="contribution_trouble"),
    path("contribution/rates/", cost_rates.CostRateListPage.as_view(), name="cost_rates"),
    path("contribution/rates/new/", cost_rates.CostRateNewPage.as_view(), name="cost_rate_new"),
    path(f"{RATE}edit/", cost_rates.CostRateEditPage.as_view(), name="cost_rate_edit"),
    path(f"{RATE}remove/", cost_rates.CostRateRemovePage.as_view(), name="cost_rate_remove"),
]
KEPT_SUM = "contribution/reliability/kept/"
urlpatterns += [
    # What reliability is worth
    path("contribution/reliability/", reliability.ReliabilityPage.as_view(), name="reliability"),
    path(KEPT_SUM, reliability.ReliabilitySumList.as_view(), name="reliability_sums"),
    path(
        f"{KEPT_SUM}<slug:public_id>/remove/",
        reliability.ReliabilitySumRemove.as_view(),
        name="reliability_sum_remove",
    ),
]
STATEMENT = "sales/statements/<slug:public_id>/"
urlpatterns += [
    # What a selling partner sold and earned
    path("sales/", sales.SalesView.as_view(), name="sales"),
    path(STATEMENT, sales.StatementView.as_view(), name="sales_statement"),
    path(f"{STATEMENT}pdf/", sales.StatementPdf.as_view(), name="sales_statement_pdf"),
]
ENTRY = "contribution/entries/<slug:public_id>/"
urlpatterns += [
    # The entries of the ledger, and the rules that name partners in them
    path("contribution/entries/", ledger.LedgerEntryList.as_view(), name="ledger_entries"),
    path(ENTRY, ledger.LedgerEntryPage.as_view(), name="ledger_entry"),
    path(f"{ENTRY}correct/", ledger.LedgerEntryCorrect.as_view(), name="ledger_entry_correct"),
    path("contribution/rules/", attribution.RuleListPage.as_view(), name="attribution_rules"),
    path("contribution/rules/new/", attribution.RuleNewPage.as_view(), name="attribution_rule_new"),
    path("contribution/rules/order/", attribution.RuleOrder.as_view(), name="attribution_order"),
    path("contribution/rules/run/", attribution.RuleRun.as_view(), name="attribution_run"),
    path("contribution/rules/log/", attribution.AttributionLogPage.as_view(), name="attribution_log"),
    path("contribution/rules/<slug:public_id>/", attribution.RulePage.as_view(), name="attribution_rule"),
]
COMMISSION = "contribution/commissions/<slug:public_id>/"
urlpatterns += [
    # Commission of all partners, month by month
    path("contribution/commissions/", commissions.CommissionsPage.as_view(), name="commissions"),
    path(
        "contribution/commissions/close/",
        commissions.CommissionsClosePage.as_view(),
        name="commissions_close",
    ),
    path(COMMISSION, commission_partner.CommissionPartnerPage.as_view(), name="commission_partner"),
    path(f"{COMMISSION}agreement/", commission_partner.AgreementNewPage.as_view(), name="agreement_new"),
]
SEGMENTS = "contribution/segments/"
urlpatterns += [
    # Contribution against risk
    path(SEGMENTS, segments.SegmentsPage.as_view(), name="segments"),
    path(f"{SEGMENTS}use/", segments.UseAsSegment.as_view(), name="segments_use"),
    path(f"{SEGMENTS}rules/<slug:public_id>/", segments.SegmentRulePage.as_view(), name="segment_rule"),
    path(f"{SEGMENTS}<slug:public_id>/", segments.AssessmentPage.as_view(), name="assessment"),
]
urlpatterns += [path("contribution/what-if/", what_if.WhatIfPage.as_view(), name="what_if")]
urlpatterns += urls_onboarding.urlpatterns
urlpatterns += urls_cases.urlpatterns
