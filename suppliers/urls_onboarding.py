"""Addresses of onboarding: papers, registrations, questionnaires, and data that take two people."""

from django.urls import path

from suppliers.views import documents

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
