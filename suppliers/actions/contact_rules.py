"""How often we mean to meet the partners of a segment."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.enums import TouchKind
from suppliers.models import ContactRule
from suppliers.permissions_touch import check_can_keep_contact_rules

MOST_DAYS = 730


class RuleRefused(Exception):
    """It cannot be so; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any]) -> ContactRule:
    """Raises PermissionDenied or RuleRefused."""
    check_can_keep_contact_rules(by)
    checked = _checked(facts)
    try:
        with transaction.atomic():
            rule: ContactRule = ContactRule.objects.create(**checked, changed_by=by.label[:200])
    except IntegrityError as taken:
        raise RuleRefused("segment", _taken()) from taken
    _record(by, "contact_rule.created", rule)
    return rule


@transaction.atomic
def edit(*, by: Actor, rule: ContactRule, version: int, changes: dict[str, Any]) -> list[str]:
    """Returns the changed fields' names. Raises StaleSave when somebody was faster, RuleRefused."""
    check_can_keep_contact_rules(by)
    checked = _checked(changes)
    if ContactRule.objects.filter(segment=checked["segment"]).exclude(pk=rule.pk).exists():
        raise RuleRefused("segment", _taken())
    changed = save_checked(by=by, row=rule, version=version, changes=checked)
    if changed:
        _record(by, "contact_rule.edited", rule)
    return changed


@transaction.atomic
def remove(*, by: Actor, rule: ContactRule) -> None:
    """Its partners follow the rule for every other segment."""
    check_can_keep_contact_rules(by)
    _record(by, "contact_rule.removed", rule)
    rule.delete()


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    kind, kind_days = facts.get("kind") or "", facts.get("kind_every_days")
    days = facts.get("every_days")
    if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise RuleRefused("every_days", _("Say a number of days from 1 to %(most)s.") % {"most": MOST_DAYS})
    if kind and kind not in TouchKind.values:
        raise RuleRefused("kind", _("Say in which way."))
    if bool(kind) != (kind_days is not None):
        raise RuleRefused(
            "kind_every_days" if kind else "kind", _("Say both: in which way, and every how many days.")
        )
    if kind and not 1 <= (kind_days or 0) <= MOST_DAYS:
        raise RuleRefused(
            "kind_every_days", _("Say a number of days from 1 to %(most)s.") % {"most": MOST_DAYS}
        )
    segment = (facts.get("segment") or "").strip()
    return {"segment": segment, "every_days": days, "kind": kind, "kind_every_days": kind_days}


def _taken() -> str:
    return _("This segment has a rule already: change that one.")


def _record(by: Actor, verb: str, rule: ContactRule) -> None:
    data = {"segment": rule.segment, "every_days": rule.every_days, "kind": rule.kind}
    audit.record(by=by, verb=verb, obj=rule, scope="", data=data)
