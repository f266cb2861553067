"""May they? About newcomers, their forms and papers, and data that take two people."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole, Scope, StaffRole
from portal.permissions import has_scope
from suppliers.models import DataChange, Partner, PartnerDocument
from suppliers.permissions import KEEPERS, can_keep_contacts, can_keep_partners, can_see_directory

MANAGERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def _writes(actor: Actor) -> bool:
    return actor.user is not None and has_scope(actor, Scope.RELATIONSHIP_WRITE)


def can_see_onboarding(actor: Actor) -> bool:
    """Registrations, questionnaires and needed documents: staff who work with partners."""
    return can_see_directory(actor)


def can_keep_documents(actor: Actor, partner: Partner) -> bool:
    """Add papers and renew them: who keeps partners, and the partner's own people, but for who looks."""
    return _writes(actor) and can_keep_contacts(actor, partner)


def check_can_keep_documents(actor: Actor, partner: Partner) -> None:
    """Raises PermissionDenied where `can_keep_documents` is False."""
    if not can_keep_documents(actor, partner):
        raise PermissionDenied(_("Your role reads papers; it does not add them."))


def can_change_document(actor: Actor, document: PartnerDocument) -> bool:
    """What we looked at, or added ourselves, a partner renews with another one, and does not change."""
    if not can_keep_documents(actor, document.partner):
        return False
    return actor.is_staff or document.waits_for_a_look


def check_can_change_document(actor: Actor, document: PartnerDocument) -> None:
    """Raises PermissionDenied where `can_change_document` is False."""
    if not can_change_document(actor, document):
        raise PermissionDenied(_("This paper was looked at: add the new one instead of changing it."))


def can_check_documents(actor: Actor) -> bool:
    """Say that a partner's paper was looked at: from then on it counts."""
    return _writes(actor) and can_keep_partners(actor)


def check_can_check_documents(actor: Actor) -> None:
    """Raises PermissionDenied where `can_check_documents` is False."""
    if not can_check_documents(actor):
        raise PermissionDenied(_("Only purchasing says that a paper was looked at."))


def can_decide_registrations(actor: Actor) -> bool:
    """Make a partner of somebody who registered, and invite them."""
    return _writes(actor) and actor.is_staff and actor.has_role(*MANAGERS)


def check_can_decide_registrations(actor: Actor) -> None:
    """Raises PermissionDenied where `can_decide_registrations` is False."""
    if not can_decide_registrations(actor):
        raise PermissionDenied(_("Administrators and purchasing managers decide on registrations."))


def can_keep_questionnaires(actor: Actor) -> bool:
    """Say what newcomers are asked, and which papers they bring."""
    return can_decide_registrations(actor)


def check_can_keep_questionnaires(actor: Actor) -> None:
    """Raises PermissionDenied where `can_keep_questionnaires` is False."""
    if not can_keep_questionnaires(actor):
        raise PermissionDenied(_("Administrators and purchasing managers keep the questionnaires."))


def can_answer_forms(actor: Actor, partner: Partner) -> bool:
    """A partner's own people, but for those who only look."""
    own = actor.partner_id == partner.pk and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
    return _writes(actor) and own


def check_can_answer_forms(actor: Actor, partner: Partner) -> None:
    """Raises PermissionDenied where `can_answer_forms` is False."""
    if not can_answer_forms(actor, partner):
        raise PermissionDenied(_("Administrators and editors of the partner answer its forms."))


def can_judge_forms(actor: Actor) -> bool:
    """Ask for answers, accept them, or send them back with a question."""
    return _writes(actor) and actor.is_staff and actor.has_role(*KEEPERS)


def check_can_judge_forms(actor: Actor) -> None:
    """Raises PermissionDenied where `can_judge_forms` is False."""
    if not can_judge_forms(actor):
        raise PermissionDenied(_("Only purchasing asks for answers and accepts them."))


def can_see_data_changes(actor: Actor) -> bool:
    """That bank or tax data are known, and were asked to change: staff who work with partners, its people."""
    return can_see_directory(actor) or actor.partner_id is not None


def can_read_bank_data(actor: Actor, partner: Partner) -> bool:
    """The account number whole: who decides on changes, and the partner's administrator, at a page only."""
    if actor.user is None or actor.scopes:
        return False
    if actor.is_staff:
        return actor.has_role(*MANAGERS)
    return actor.partner_id == partner.pk and actor.has_role(PartnerRole.ADMIN)


def can_see_masked(actor: Actor, partner: Partner) -> bool:
    """Its last four signs: its own people; of ours only who reads it whole."""
    return actor.partner_id == partner.pk or (actor.is_staff and actor.has_role(*MANAGERS))


def can_ask_data_change(actor: Actor, partner: Partner) -> bool:
    """The partner's administrator, or those of ours who keep partners, for it."""
    if not _writes(actor):
        return False
    if actor.is_staff:
        return actor.has_role(*KEEPERS)
    return actor.partner_id == partner.pk and actor.has_role(PartnerRole.ADMIN)


def check_can_ask_data_change(actor: Actor, partner: Partner) -> None:
    """Raises PermissionDenied where `can_ask_data_change` is False."""
    if not can_ask_data_change(actor, partner):
        raise PermissionDenied(_("Only an administrator of the partner, or our purchasing, asks for this."))


def can_decide_data_change(actor: Actor, change: DataChange) -> bool:
    """Another person of ours than who asked."""
    decides = _writes(actor) and actor.is_staff and actor.has_role(*MANAGERS)
    return decides and actor.user.pk != change.asked_by_id


def check_can_decide_data_change(actor: Actor, change: DataChange) -> None:
    """Raises PermissionDenied where `can_decide_data_change` is False."""
    if not can_decide_data_change(actor, change):
        raise PermissionDenied(
            _("Another administrator or purchasing manager than who asked decides on this.")
        )


def can_withdraw_data_change(actor: Actor, change: DataChange) -> bool:
    """Who asked, and the partner's administrator: it may be the first they hear of it."""
    if not _writes(actor):
        return False
    if change.asked_by_id == actor.user.pk and (actor.is_staff or actor.partner_id == change.partner_id):
        return True
    return actor.partner_id == change.partner_id and actor.has_role(PartnerRole.ADMIN)


def check_can_withdraw_data_change(actor: Actor, change: DataChange) -> None:
    """Raises PermissionDenied where `can_withdraw_data_change` is False."""
    if not can_withdraw_data_change(actor, change):
        raise PermissionDenied(_("Who asked for it, or an administrator of the partner, withdraws it."))
