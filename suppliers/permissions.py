"""May they? `check_...` raises PermissionDenied, `can_...` is its boolean."""

from django.core.exceptions import PermissionDenied

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
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
KEEPERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER, StaffRole.BUYER)
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
