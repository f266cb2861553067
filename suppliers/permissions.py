"""May they? `check_...` raises PermissionDenied, `can_...` is its boolean."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel, PartnerRole, Scope, StaffRole
from portal.permissions import has_scope
from suppliers.facts import colleagues
from suppliers.facts.rows import rows_of
from suppliers.models import Contact, ImportBatch, Partner
from suppliers.models.ledger import PROFIT_DATASETS, PROFIT_READERS, ProfitQuerySet

# Who works with partners and their orders; content editors only write pages.
READERS = (
    StaffRole.ADMINISTRATOR,
    StaffRole.PURCHASING_MANAGER,
    StaffRole.BUYER,
    StaffRole.EXECUTIVE,
    StaffRole.STAFF_VIEWER,
)
KEEPERS = colleagues.KEEPERS
# Who brings in what partners contribute, and what that is measured by.
PROFIT_KEEPERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def can_see_directory(actor: Actor) -> bool:
    """All partners, with what only staff may know of them."""
    return actor.is_staff and actor.has_role(*READERS)


def can_see_orders(actor: Actor) -> bool:
    """Staff all order lines, a partner's people their own: which rows is for_actor's answer."""
    return can_see_directory(actor) or actor.partner_id is not None


def can_keep_partners(actor: Actor) -> bool:
    """Add partners and change what is known of them."""
    return actor.is_staff and actor.has_role(*KEEPERS)


def check_can_keep_partners(actor: Actor, partner: Partner | None = None) -> None:
    if not can_keep_partners(actor):
        raise PermissionDenied


def can_merge_partners(actor: Actor) -> bool:
    """Make two partners one, or two again: who sees whose rows changes with it."""
    return actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def check_can_merge_partners(actor: Actor) -> None:
    if not can_merge_partners(actor):
        raise PermissionDenied


def can_keep_contacts(actor: Actor, partner: Partner) -> bool:
    """Staff who keep partners; and the partner's own people, but for those who only look."""
    if can_keep_partners(actor):
        return True
    return actor.partner_id == partner.pk and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)


def check_can_keep_contacts(actor: Actor, of: Partner | Contact) -> None:
    if not can_keep_contacts(actor, of.partner if isinstance(of, Contact) else of):
        raise PermissionDenied


def can_talk(actor: Actor, partner: Partner) -> bool:
    """Ask this partner, or for it, and answer: staff who keep partners, its own people but those who look."""
    if actor.user is None or not has_scope(actor, Scope.COMMITMENTS_WRITE):
        return False
    return can_keep_contacts(actor, partner)


def check_can_talk(actor: Actor, partner: Partner) -> None:
    """Raises PermissionDenied where `can_talk` is False."""
    if not can_talk(actor, partner):
        raise PermissionDenied(_("Your role reads questions; it does not ask or answer them."))


def is_of_profit(dataset: str, actor: Actor) -> bool:
    """Do only those see its rows who answer for the profit? A partner sees its own targets and agreements."""
    if actor.is_staff:
        return dataset in PROFIT_DATASETS
    return isinstance(rows_of(dataset, actor).queryset, ProfitQuerySet)


def can_see_dataset(actor: Actor, dataset: str) -> bool:
    """All rows of it, as a file: staff who work with partners; of the profit only those who answer for it."""
    if not can_see_directory(actor):
        return False
    return not is_of_profit(dataset, actor) or actor.has_role(*PROFIT_READERS)


def check_can_see_dataset(actor: Actor, dataset: str) -> None:
    if not can_see_dataset(actor, dataset):
        raise PermissionDenied


def can_import(actor: Actor, dataset: str | None = None) -> bool:
    """Bring in files of trade facts, of this dataset or of any, and see what was brought in."""
    return actor.is_staff and actor.has_role(*(PROFIT_KEEPERS if dataset in PROFIT_DATASETS else KEEPERS))


def check_can_import(actor: Actor, dataset: str | None = None) -> None:
    if not can_import(actor, dataset):
        raise PermissionDenied


def check_can_handle(actor: Actor, batch: ImportBatch) -> None:
    """Act on a file that came in: who may bring in all that it feeds. Raises PermissionDenied."""
    for dataset in batch.datasets:
        check_can_import(actor, dataset)


# Staff note a partner's word where it did not come through the partner's own hands.
NOTED = (Channel.PHONE, Channel.UBL, Channel.SPREADSHEET, Channel.TOKEN)


def can_answer(actor: Actor) -> bool:
    """A partner's people, but for those who only look, answer for their own lines: for_actor says which."""
    answers = actor.partner_id is not None and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
    return answers and has_scope(actor, Scope.COMMITMENTS_WRITE)


def can_answer_for(actor: Actor) -> bool:
    """Our people who keep partners note what a partner said, by phone or in a file."""
    return can_decide(actor) and actor.channel in NOTED


def check_can_answer(actor: Actor) -> None:
    """Say something for a partner about its lines. Raises PermissionDenied."""
    if not (can_answer(actor) or can_answer_for(actor)):
        raise PermissionDenied


def can_decide(actor: Actor) -> bool:
    """Accept, counter or decline what a partner proposes."""
    return actor.is_staff and actor.has_role(*KEEPERS) and has_scope(actor, Scope.COMMITMENTS_WRITE)


def check_can_decide(actor: Actor) -> None:
    if not can_decide(actor):
        raise PermissionDenied


def can_offer_programmes(actor: Actor) -> bool:
    """Offer service programmes and change them."""
    return actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def check_can_offer_programmes(actor: Actor) -> None:
    if not can_offer_programmes(actor):
        raise PermissionDenied


def can_join_programmes(actor: Actor) -> bool:
    """A partner's people join and leave for it, but for those who only look."""
    return actor.partner_id is not None and can_answer(actor)


def check_can_join_programmes(actor: Actor) -> None:
    if not can_join_programmes(actor):
        raise PermissionDenied


def can_keep_tolerances(actor: Actor) -> bool:
    """Say what passes by itself, and what never does."""
    return actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def check_can_keep_tolerances(actor: Actor) -> None:
    """Raises PermissionDenied where `can_keep_tolerances` is False."""
    if not can_keep_tolerances(actor):
        raise PermissionDenied


def can_keep_calendars(actor: Actor) -> bool:
    """Say on which days our sites receive."""
    managers = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
    return actor.is_staff and actor.has_role(*managers) and has_scope(actor, Scope.SCORECARDS_WRITE)


def check_can_keep_calendars(actor: Actor) -> None:
    """Raises PermissionDenied where `can_keep_calendars` is False."""
    if not can_keep_calendars(actor):
        raise PermissionDenied(_("Administrators and purchasing managers keep the calendars."))


def can_excuse(actor: Actor) -> bool:
    """Take a line out of all figures, with a reason; who may agree to what is the caller's to ask."""
    return (
        actor.user is not None
        and actor.is_staff
        and actor.has_role(*KEEPERS)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_excuse(actor: Actor) -> None:
    """Raises PermissionDenied where `can_excuse` is False."""
    if not can_excuse(actor):
        raise PermissionDenied(_("Only purchasing excuses lines."))


def can_recognise(actor: Actor) -> bool:
    """Say thank you to a partner, or honour it: a person who keeps partners."""
    return (
        actor.user is not None
        and actor.is_staff
        and actor.has_role(*KEEPERS)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_recognise(actor: Actor) -> None:
    """Raises PermissionDenied where `can_recognise` is False."""
    if not can_recognise(actor):
        raise PermissionDenied(_("Only purchasing says thank you for the company."))


def can_see_contribution(actor: Actor) -> bool:
    """What partners contribute to our profit, entry by entry: never a partner, nor a buyer."""
    return actor.is_staff and actor.has_role(*PROFIT_READERS) and has_scope(actor, Scope.LEDGER_READ)


def check_can_see_contribution(actor: Actor) -> None:
    """Raises PermissionDenied where `can_see_contribution` is False."""
    if not can_see_contribution(actor):
        raise PermissionDenied


def can_keep_contribution(actor: Actor) -> bool:
    """Change what follows from the ledger: rules, rates, corrections, assessments; close commissions."""
    return actor.is_staff and actor.has_role(*PROFIT_KEEPERS) and has_scope(actor, Scope.LEDGER_WRITE)


def check_can_keep_contribution(actor: Actor) -> None:
    """Raises PermissionDenied where `can_keep_contribution` is False."""
    if not can_keep_contribution(actor):
        raise PermissionDenied(_("Administrators and purchasing managers keep the ledger."))


def can_see_sales(actor: Actor, partner: Partner) -> bool:
    """What a selling partner shall sell, sold and earned: its own people, and who answers for the profit."""
    if actor.is_staff:
        return can_see_contribution(actor)
    return actor.partner_id == partner.pk and has_scope(actor, Scope.LEDGER_READ)
