"""What the pages of onboarding share: their tabs with what waits in each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.enums import FormState, RegistrationState
from suppliers.facts.bank import waiting_changes
from suppliers.models import DocumentNeed, PartnerForm, Questionnaire, Registration
from suppliers.presenters.directory import Tab

REGISTRATIONS, FORMS, QUESTIONNAIRES, NEEDS, CHANGES = (
    "registration_list", "form_list", "questionnaire_list", "need_list", "data_change_list",
)  # fmt: skip


def onboarding_tabs(actor: Actor, current: str) -> list[Tab]:
    """Counts of what waits for us, or of what is in use: one query each."""
    counts = {
        REGISTRATIONS: Registration.objects.for_actor(actor).filter(state=RegistrationState.WAITING).count(),
        FORMS: PartnerForm.objects.for_actor(actor).filter(state=FormState.SENT).count(),
        QUESTIONNAIRES: Questionnaire.objects.for_actor(actor).filter(is_active=True).count(),
        NEEDS: DocumentNeed.objects.for_actor(actor).filter(is_active=True).count(),
        CHANGES: waiting_changes(actor).count(),
    }
    labels = {
        REGISTRATIONS: _("Registrations"),
        FORMS: _("Answers"),
        QUESTIONNAIRES: _("Questionnaires"),
        NEEDS: _("Needed documents"),
        CHANGES: _("Changes of data"),
    }
    return [
        Tab(label, reverse(f"suppliers:{name}"), counts[name], name == current)
        for name, label in labels.items()
    ]
