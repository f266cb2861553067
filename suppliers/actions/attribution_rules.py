"""Rules that name partners in ledger entries: made, changed, ordered, retired. They are never removed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import StaleSave
from portal.actors import Actor
from suppliers.enums import EntryKind, EntryRole, SplitMethod
from suppliers.facts.attribution import CONDITIONS
from suppliers.models import AttributionRule, AttributionShare, Partner
from suppliers.permissions import check_can_keep_contribution

FIELDS = ("name", "role", "method", *CONDITIONS, "valid_from", "valid_until")
MOST_TEXTS = 500
LONGEST_TEXT = 200

# A partner and its share, 0 to 1.
Shares = Sequence[tuple[Partner, Decimal]]


@transaction.atomic
def add(*, by: Actor, facts: Mapping[str, Any], shares: Shares) -> AttributionRule:
    """A new rule behind all others; `facts` by the names in FIELDS. Raises ValidationError by field."""
    check_can_keep_contribution(by)
    check(facts, shares)
    last = AttributionRule.objects.aggregate(last=Max("place"))["last"] or 0
    rule = AttributionRule.objects.create(**facts, place=last + 1, changed_by=by.label)
    _keep_shares(rule, shares)
    audit.record(by=by, verb="attribution_rule.made", obj=rule, data=_as_said(facts, shares))
    return rule


@transaction.atomic
def edit(*, by: Actor, rule: AttributionRule, version: int, facts: Mapping[str, Any], shares: Shares) -> bool:
    """Was anything changed? What it named stays named so until the rules are run. Raises StaleSave,
    ValidationError."""
    check_can_keep_contribution(by)
    check(facts, shares)
    current = AttributionRule.objects.select_for_update().get(pk=rule.pk)
    if current.version != version:
        raise StaleSave(current)
    before = shares_of(current)
    was = {name: getattr(current, name) for name in facts}
    if was == dict(facts) and before == list(shares):
        return False
    if before != list(shares):
        _keep_shares(current, shares)
    _save(by, current, **facts)
    data = {"was": _as_said(was, before), "is": _as_said(facts, shares)}
    audit.record(by=by, verb="attribution_rule.edited", obj=current, data=data)
    return True


@transaction.atomic
def retire(*, by: Actor, rule: AttributionRule) -> AttributionRule:
    """It names nobody any more, from the next run on in entries that it named; twice is once."""
    return _switch(by, rule, in_use=False, verb="attribution_rule.retired")


@transaction.atomic
def revive(*, by: Actor, rule: AttributionRule) -> AttributionRule:
    """It is in use again, at its old place; twice is once."""
    return _switch(by, rule, in_use=True, verb="attribution_rule.revived")


@transaction.atomic
def move(*, by: Actor, rule: AttributionRule, steps: int) -> bool:
    """So many places down among the rules in use of its role (up when negative). False where it cannot."""
    check_can_keep_contribution(by)
    rows = list(AttributionRule.objects.select_for_update().order_by("place", "pk"))
    mine = [row for row in rows if row.role == rule.role and row.is_active]
    here = next((place for place, row in enumerate(mine) if row.pk == rule.pk), None)
    if here is None or not 0 <= here + steps < len(mine) or not steps:
        return False
    moved, target = mine[here], mine[here + steps]
    rows.remove(moved)
    rows.insert(rows.index(target) + (steps > 0), moved)
    for place, row in enumerate(rows, 1):
        if row.place != place:
            AttributionRule.objects.filter(pk=row.pk).update(place=place, updated_at=timezone.now())
    audit.record(by=by, verb="attribution_rule.moved", obj=moved, data={"name": moved.name, "steps": steps})
    return True


def install_shipped(*, by: Actor) -> None:
    """The rules that Accord ships, on an installation that never had any: nobody removes rules."""
    if AttributionRule.objects.exists():
        return
    for place, role in enumerate(EntryRole, 1):
        words = _("Freight and duty of an order follow its lines: %(role)s")
        AttributionRule.objects.create(
            name=words % {"role": role.label},
            place=place,
            role=role,
            method=SplitMethod.LINES,
            kinds=[EntryKind.FREIGHT, EntryKind.DUTY],
            changed_by=by.label,
        )


def shares_of(rule: AttributionRule) -> list[tuple[Partner, Decimal]]:
    """One query."""
    return [(row.partner, row.share) for row in rule.shares.select_related("partner").order_by("pk")]


def check(facts: Mapping[str, Any], shares: Shares) -> None:
    """Raises ValidationError that names each field with what is wrong."""
    wrong: dict[str, str] = {}
    start, end = facts.get("valid_from"), facts.get("valid_until")
    if start and end and end < start:
        wrong["valid_until"] = _("The last day comes before the first.")
    if unknown := set(facts["kinds"]) - set(EntryKind.values):
        wrong["kinds"] = _("No kind of entry is called %(names)s.") % {"names": ", ".join(sorted(unknown))}
    for name in CONDITIONS:
        if problem := _problem_with(facts[name]):
            wrong[name] = problem
    if problem := _problem_with_shares(facts["role"], facts["method"], shares):
        wrong["shares"] = problem
    if wrong:
        raise ValidationError(wrong)


def _problem_with(texts: Sequence[str]) -> str:
    if len(texts) > MOST_TEXTS:
        return _("At most %(most)s of them; a * at the end stands for any ending.") % {"most": MOST_TEXTS}
    for text in texts:
        if len(text) > LONGEST_TEXT:
            return _("“%(text)s…” is too long.") % {"text": text[:30]}
        if "*" in text[:-1]:
            return _(
                "In “%(text)s” the * does not stand at the end: only there it stands for any ending."
            ) % {"text": text}
    return ""


def _problem_with_shares(role: str, method: str, shares: Shares) -> str:
    if method == SplitMethod.LINES:
        return _("What follows the lines of an order needs no shares.") if shares else ""
    if not shares:
        return _("Name at least one partner.")
    total = sum((share for _partner, share in shares), Decimal(0))
    if total != 1:
        return _("The shares are %(total)s % together; they must be exactly 100 %.").replace(
            "%(total)s", f"{(total * 100).normalize():f}"
        )
    if any(share <= 0 for _partner, share in shares):
        return _("A share is more than nothing.")
    if len({partner.pk for partner, _share in shares}) < len(shares):
        return _("A partner is named twice: give it one share.")
    for partner, _share in shares:
        if EntryRole.of(partner.kind) != role:
            return _("%(partner)s is a %(kind)s and cannot be named as a %(role)s.") % {
                "partner": partner.name,
                "kind": partner.get_kind_display(),
                "role": EntryRole(role).label,
            }
    return ""


def _switch(by: Actor, rule: AttributionRule, *, in_use: bool, verb: str) -> AttributionRule:
    check_can_keep_contribution(by)
    current: AttributionRule = AttributionRule.objects.select_for_update().get(pk=rule.pk)
    if current.is_active != in_use:
        _save(by, current, is_active=in_use)
        audit.record(by=by, verb=verb, obj=current, data={"name": current.name})
    return current


def _save(by: Actor, rule: AttributionRule, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.changed_by = by.label
    rule.save()


def _keep_shares(rule: AttributionRule, shares: Shares) -> None:
    rule.shares.all().delete()
    AttributionShare.objects.bulk_create(
        AttributionShare(rule=rule, partner=partner, share=share) for partner, share in shares
    )


def _as_said(facts: Mapping[str, Any], shares: Shares) -> dict[str, Any]:
    told = {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()
    }
    return told | {"shares": [[partner.code, f"{share.normalize():f}"] for partner, share in shares]}
