"""Addresses of onboarding: papers, registrations, questionnaires, and data that take two people."""

from django.urls import path

from portal.views.mail_links import without_referrer
from suppliers.views import (
    data_changes,
    documents,
    needs,
    partner_forms,
    questionnaires,
    register,
    registrations,
)

PARTNER = "partners/<slug:public_id>/"
PAPER = "papers/<slug:public_id>/"
urlpatterns = [
    # Papers
    path(f"{PARTNER}papers/", documents.DocumentsPage.as_view(), name="documents"),
    path(f"{PARTNER}papers/new/", documents.DocumentNewPage.as_view(), name="document_new"),
    path(f"{PAPER}edit/", documents.DocumentEditPage.as_view(), name="document_edit"),
    path(f"{PAPER}looked-at/", documents.DocumentLookView.as_view(), name="document_look"),
    path(f"{PAPER}remove/", documents.DocumentRemovePage.as_view(), name="document_remove"),
]
CHANGE = "data_changes/<slug:public_id>/"
urlpatterns += [
    # Bank and tax data
    path(f"{PARTNER}data_changes/", data_changes.DataChangesPage.as_view(), name="data_changes"),
    path(
        f"{PARTNER}data_changes/<slug:kind>/",
        data_changes.DataChangeNewPage.as_view(),
        name="data_change_new",
    ),
    path(f"{CHANGE}decide/", data_changes.DataChangeDecide.as_view(), name="data_change_decide"),
    path(f"{CHANGE}withdraw/", data_changes.DataChangeWithdraw.as_view(), name="data_change_withdraw"),
    path("onboarding/changes/", data_changes.DataChangeListPage.as_view(), name="data_change_list"),
]
urlpatterns += [
    # Newcomers: public, and behind the link of a mail
    path("register/", register.RegisterPage.as_view(), name="register"),
    path("register/thanks/", register.RegisterThanksPage.as_view(), name="register_thanks"),
    path(
        "register/confirm/<str:secret>/",
        without_referrer(register.RegisterConfirmPage.as_view()),
        name="register_confirm",
    ),
    path("onboarding/", registrations.RegistrationListPage.as_view(), name="registration_list"),
    path(
        "onboarding/registrations/<slug:public_id>/",
        registrations.RegistrationPage.as_view(),
        name="registration",
    ),
]
QUESTIONNAIRE = "onboarding/questionnaires/<slug:public_id>/"
urlpatterns += [
    # What they are asked, and what they bring
    path(
        "onboarding/questionnaires/",
        questionnaires.QuestionnaireListPage.as_view(),
        name="questionnaire_list",
    ),
    path(
        "onboarding/questionnaires/new/",
        questionnaires.QuestionnaireNewPage.as_view(),
        name="questionnaire_new",
    ),
    path(QUESTIONNAIRE, questionnaires.QuestionnairePage.as_view(), name="questionnaire"),
    path(f"{QUESTIONNAIRE}edit/", questionnaires.QuestionnaireEditPage.as_view(), name="questionnaire_edit"),
    path(f"{QUESTIONNAIRE}ask/", questionnaires.QuestionnaireAsk.as_view(), name="questionnaire_ask"),
    path(
        f"{QUESTIONNAIRE}answers/",
        questionnaires.QuestionnaireAnswers.as_view(),
        name="questionnaire_answers",
    ),
    path("onboarding/documents/", needs.NeedListPage.as_view(), name="need_list"),
    path("onboarding/documents/new/", needs.NeedNewPage.as_view(), name="need_new"),
    path("onboarding/documents/<slug:public_id>/", needs.NeedEditPage.as_view(), name="need_edit"),
    path("onboarding/forms/", partner_forms.FormListPage.as_view(), name="form_list"),
    path("onboarding/forms/<slug:public_id>/", partner_forms.PartnerFormPage.as_view(), name="partner_form"),
    path("onboarding/forms/<slug:public_id>/judge/", partner_forms.FormJudge.as_view(), name="form_judge"),
    path(f"{PARTNER}activate/", partner_forms.PartnerActivate.as_view(), name="partner_activate"),
]
