"""Two partners that are one: the alias's history goes to the survivor, and can go back.

What hangs on orders follows them. Every step is a fixed number of statements, however long the history is;
only ids that go back are named, some hundred at a time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.models import Invitation
from suppliers.enums import DataChangeState, DataKind
from suppliers.models import (
    Assessment,
    Attribution,
    AttributionShare,
    BankAccount,
    Case,
    CommissionAgreement,
    Contact,
    CostRate,
    DataChange,
    DeliveryOutcome,
    DeliverySlice,
    Enrolment,
    Exclusion,
    ExclusionCandidate,
    Invoice,
    LedgerEntry,
    LineSkip,
    LineStanding,
    Membership,
    Order,
    OrderLine,
    Partner,
    PartnerDocument,
    PartnerForm,
    PartnerMerge,
    Praise,
    Promise,
    Question,
    QuestionMessage,
    Receipt,
    Recognition,
    Reconfirmation,
    Registration,
    ReliabilitySum,
    SalesTarget,
    ShipNotice,
    Touchpoint,
)
from suppliers.permissions import check_can_merge_partners

# What belongs to a partner by itself, with the field that says so.
OWN: tuple[tuple[type[Model], str], ...] = (
    (Order, "partner"),
    (Invoice, "partner"),
    (Contact, "partner"),
    (PartnerDocument, "partner"),
    (SalesTarget, "partner"),
    (CommissionAgreement, "partner"),
    (LedgerEntry, "supplier"),
    (LedgerEntry, "distributor"),
    (LedgerEntry, "agent"),
    (Attribution, "partner"),
    (AttributionShare, "partner"),
    (CostRate, "partner"),
    (Question, "partner"),
    (QuestionMessage, "partner"),
    (Enrolment, "partner"),
    (Recognition, "partner"),
    (Case, "partner"),
    (Assessment, "partner"),
    (ReliabilitySum, "partner"),
    (Touchpoint, "partner"),
    (Praise, "partner"),
    (Registration, "partner"),
    (PartnerForm, "partner"),
    (BankAccount, "partner"),
    (DataChange, "partner"),
)
# What belongs to it through an order, and how it knows that order.
OF_ORDERS: tuple[tuple[type[Model], str], ...] = (
    (OrderLine, "order"),
    (Promise, "line__order"),
    (Receipt, "line__order"),
    (ShipNotice, "line__order"),
    (Exclusion, "line__order"),
    (Reconfirmation, "line__order"),
    (LineSkip, "line__order"),
    (LineStanding, "line__order"),
    (DeliverySlice, "line__order"),
    (DeliveryOutcome, "line__order"),
    (ExclusionCandidate, "line__order"),
)
# Of which there may be one only: both partners having the same is a contradiction.
UNIQUE: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Order, ("number",)),
    (Invoice, ("number",)),
    (SalesTarget, ("year", "month")),
    (PartnerDocument, ("type", "number")),
    (CommissionAgreement, ("version",)),
    (AttributionShare, ("rule__name",)),
    (CostRate, ("kind", "valid_from")),
    (Enrolment, ("programme__name",)),
    (PartnerForm, ("asked",)),
)
# What people hear of in a preview, the caches aside.
COUNTED = (*OWN, *OF_ORDERS[:5])
NAMED_CONFLICTS = 20
_IDS_AT_ONCE = 500
_MEMBERSHIPS = "Membership.partner"
_LEFT = "left_memberships"
_REASON = "reason"


class MergeRefused(Exception):
    """The two cannot become one, or not be parted; `reasons` says all of why."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of a model move; `words` names them."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merger would do. With `reasons` it would be refused."""

    moving: tuple[Moving, ...]
    reasons: tuple[str, ...]


def preview(*, by: Actor, alias: Partner, survivor: Partner) -> MergePlan:
    """What `merge` would do now; nothing is stored."""
    check_can_merge_partners(by)
    return MergePlan(tuple(_counts(alias)), tuple(_reasons_against(alias, survivor)))


@transaction.atomic
def merge(*, by: Actor, alias: Partner, survivor: Partner, reason: str) -> PartnerMerge:
    """`alias` becomes another name of `survivor`: its history and its people move there.

    Scorecards stay as they were published. Raises MergeRefused with every contradiction.
    """
    check_can_merge_partners(by)
    locked = Partner.objects.select_for_update(of=("self",)).in_bulk([alias.pk, survivor.pk])
    alias, survivor = locked[alias.pk], locked[survivor.pk]
    if reasons := list(_reasons_against(alias, survivor)):
        raise MergeRefused(reasons)
    counts = {moving.words: moving.count for moving in _counts(alias)}
    moved: dict[str, Any] = {_REASON: reason}
    for model, field in OWN:
        rows = model._default_manager.filter(**{field: alias})
        moved[f"{model.__name__}.{field}"] = list(rows.order_by("pk").values_list("pk", flat=True))
        rows.update(**{field: survivor})
    for model, _through in OF_ORDERS:
        model._default_manager.filter(partner=alias).update(partner=survivor)
    moved |= _move_people(alias, survivor)
    now = timezone.now()
    _mark(by, alias, survivor)
    made = PartnerMerge.objects.create(
        alias=alias, survivor=survivor, moved=moved, merged_at=now, merged_by=by.label
    )
    _record(by, "merged", alias, survivor, {"reason": reason, "counts": counts})
    return made


@transaction.atomic
def undo(*, by: Actor, merge: PartnerMerge) -> PartnerMerge:
    """Gives the alias back what moved, as far as it still stands with the survivor.

    Rows that came after the merger stay there, but what was added to an order or asked about what goes back
    goes with it, and whom the alias's people brought in goes with them, as does what they asked. Raises
    MergeRefused when the merger was undone already.
    """
    check_can_merge_partners(by)
    merge = (
        PartnerMerge.objects.select_for_update(of=("self",))
        .select_related("alias", "survivor")
        .get(pk=merge.pk)
    )
    if merge.undone_at is not None:
        raise MergeRefused([_("%(partner)s is on its own again already.") % {"partner": merge.alias.name}])
    alias, survivor = merge.alias, merge.survivor
    if reasons := list(_contradictions(alias, survivor)):
        raise MergeRefused(reasons)
    for model, field in OWN:
        for ids in _chunks(merge.moved.get(f"{model.__name__}.{field}", ())):
            model._default_manager.filter(pk__in=ids, **{field: survivor}).update(**{field: alias})
    for model, through in OF_ORDERS:
        rows = model._default_manager.filter(partner=survivor, **{f"{through}__partner": alias})
        rows.update(partner=alias)
    _part_people(merge)
    _part_talk(merge)
    _mark(by, alias, None)
    merge.undone_at, merge.undone_by = timezone.now(), by.label
    merge.save(update_fields=["undone_at", "undone_by"])
    _record(by, "parted", alias, survivor, {})
    return merge


def going_back(merge: PartnerMerge) -> list[Moving]:
    """What `undo` would give back now of what moved."""
    found = []
    for model, field in OWN:
        ids = merge.moved.get(f"{model.__name__}.{field}", ())
        rows = model._default_manager.filter(**{field: merge.survivor_id})
        count = sum(rows.filter(pk__in=chunk).count() for chunk in _chunks(ids))
        found.append(Moving(_words(model), count))
    left = merge.moved.get(_LEFT, ())
    people = Membership.objects.filter(partner=merge.survivor_id, pk__in=merge.moved.get(_MEMBERSHIPS, ()))
    found.append(Moving(_people(), people.count() + _come_to_alias(merge).count() + len(left)))
    return _summed(found)


def _reasons_against(alias: Partner, survivor: Partner) -> Iterator[str]:
    if alias.pk == survivor.pk:
        yield _("A partner cannot be merged into itself.")
        return
    for one in (alias, survivor):
        if one.merged_into is not None:
            yield _("%(alias)s is already another name of %(survivor)s.") % {
                "alias": one.name,
                "survivor": one.merged_into.name,
            }
    if names := list(alias.aliases.order_by("name").values_list("name", flat=True)):
        words = _("%(partner)s goes by other names itself: %(names)s. Undo these mergers first.")
        yield words % {"partner": alias.name, "names": ", ".join(names)}
    if alias.kind != survivor.kind:
        yield _(
            "%(alias)s is a %(kind)s, %(survivor)s a %(other)s: only partners of one kind can be one."
        ) % {
            "alias": alias.name,
            "kind": alias.get_kind_display(),
            "survivor": survivor.name,
            "other": survivor.get_kind_display(),
        }
    yield from _contradictions(alias, survivor)


def _contradictions(alias: Partner, survivor: Partner) -> Iterator[str]:
    """What both have under the same name, a sentence for each kind of it."""
    for model, fields in UNIQUE:
        same = {field: OuterRef(field) for field in fields}
        theirs = model._default_manager.filter(partner=survivor, **same)
        both = model._default_manager.filter(Exists(theirs), partner=alias).order_by(*fields)
        names = list(dict.fromkeys(" ".join(map(str, row)) for row in both.values_list(*fields)))
        if names:
            more = len(names) - NAMED_CONFLICTS
            told = ", ".join(names[:NAMED_CONFLICTS])
            if more > 0:
                told = _("%(names)s and %(more)s more") % {"names": told, "more": more}
            yield _("Both have the same %(what)s: %(names)s.") % {"what": _words(model), "names": told}
    yield from _two_of_one(alias, survivor)


def _two_of_one(alias: Partner, survivor: Partner) -> Iterator[str]:
    """Of an account in use, and of a change that waits, a partner has one."""
    both = [alias.pk, survivor.pk]
    if BankAccount.objects.in_use().filter(partner__in=both).count() > 1:
        yield _("Both have a bank account in use: money must not go astray. Decide first which one holds.")
    kinds = DataChange.objects.filter(partner__in=both, state=DataChangeState.WAITING).order_by("kind")
    waiting = list(kinds.values_list("kind", flat=True))
    for kind in dict.fromkeys(waiting):
        if waiting.count(kind) > 1:
            yield _("For both another %(what)s waits for a second person: decide on these first.") % {
                "what": str(DataKind(kind).label).lower()
            }


def _counts(alias: Partner) -> list[Moving]:
    found = [
        Moving(_words(model), model._default_manager.filter(**{field: alias}).count()) for model, field in OWN
    ]
    found += [
        Moving(_words(model), model._default_manager.filter(partner=alias).count())
        for model, _through in COUNTED[len(OWN) :]
    ]
    found.append(Moving(_people(), Membership.objects.filter(partner=alias).count()))
    return _summed(found)


def _summed(found: Iterable[Moving]) -> list[Moving]:
    """By name, those of which there are some."""
    sums: dict[str, int] = {}
    for one in found:
        sums[one.words] = sums.get(one.words, 0) + one.count
    return [Moving(words, count) for words, count in sums.items() if count]


def _words(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural)


def _people() -> str:
    return _("people who log in")


def _move_people(alias: Partner, survivor: Partner) -> dict[str, Any]:
    """Who acts for both already keeps the membership with the survivor alone."""
    rows = Membership.objects.filter(partner=alias)
    twice = rows.filter(user__in=Membership.objects.filter(partner=survivor).values("user"))
    left = [list(pair) for pair in twice.order_by("pk").values_list("user_id", "role")]
    Membership.objects.filter(pk__in=list(twice.values_list("pk", flat=True))).delete()
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(partner=survivor)
    return {_MEMBERSHIPS: ids, _LEFT: left}


def _part_people(merge: PartnerMerge) -> None:
    for ids in _chunks(merge.moved.get(_MEMBERSHIPS, ())):
        Membership.objects.filter(pk__in=ids, partner=merge.survivor).update(partner=merge.alias)
    _come_to_alias(merge).update(partner=merge.alias)
    # What its people sent and nobody has answered yet must not open the survivor's door.
    waiting = Invitation.objects.waiting().filter(_of_alias(merge))
    waiting.filter(scope=merge.survivor.public_id).update(revoked_at=timezone.now())
    left: Mapping[int, str] = dict(merge.moved.get(_LEFT, ()))
    # Who was taken from the survivor in the meantime does not come back through the alias.
    staying = Membership.objects.filter(partner=merge.survivor, user__in=list(left))
    Membership.objects.bulk_create(
        Membership(user_id=user, partner=merge.alias, role=left[user])
        for user in staying.order_by("pk").values_list("user_id", flat=True)
    )


def _part_talk(merge: PartnerMerge) -> None:
    """What was asked in the meantime goes with what it is about, or with who asked it; its messages too."""
    alias, survivor = merge.alias, merge.survivor
    about = Q(line__partner=alias) | Q(order__partner=alias) | Q(invoice__partner=alias)
    theirs = Q(
        line=None,
        order=None,
        invoice=None,
        asked_at__gte=merge.merged_at,
        asked_by__in=Membership.objects.filter(partner=alias).values("user"),
    ) & ~Q(asked_by__in=Membership.objects.filter(partner=survivor).values("user"))
    Question.objects.filter(about | theirs, partner=survivor).update(partner=alias)
    QuestionMessage.objects.filter(partner=survivor, question__partner=alias).update(partner=alias)


def _come_to_alias(merge: PartnerMerge) -> QuerySet[Membership]:
    """Who came in the meantime, asked by the alias's people or to it: never meant for the other one."""
    asked = Invitation.objects.filter(accepted_at__gte=merge.merged_at)
    meant = _of_alias(merge)
    return Membership.objects.filter(
        partner=merge.survivor,
        created_at__gte=merge.merged_at,
        user__in=asked.filter(meant).values("accepted_by"),
    ).exclude(user__in=asked.filter(~meant, scope=merge.survivor.public_id).values("accepted_by"))


def _of_alias(merge: PartnerMerge) -> Q:
    """The invitations that are the alias's business, whatever it was called when they were sent."""
    people = Membership.objects.filter(pk__in=merge.moved.get(_MEMBERSHIPS, ())).values("user")
    theirs = Q(scope=merge.survivor.public_id, invited_by__in=people, created_at__gte=merge.merged_at)
    return Q(scope=merge.alias.public_id) | theirs


def _mark(by: Actor, alias: Partner, survivor: Partner | None) -> None:
    Partner.objects.filter(pk=alias.pk).update(
        merged_into=survivor, version=F("version") + 1, changed_by=by.label, updated_at=timezone.now()
    )


def _record(by: Actor, what: str, alias: Partner, survivor: Partner, data: dict[str, Any]) -> None:
    """In the history of both, with the name of the other."""
    for verb, partner, other in (
        (f"partner.{what}", alias, survivor),
        (f"partner.{what}_other", survivor, alias),
    ):
        told = {"name": other.name, "code": other.code, **data}
        audit.record(by=by, verb=verb, obj=partner, scope=partner.public_id, data=told)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _IDS_AT_ONCE)):
        yield chunk
