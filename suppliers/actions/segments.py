"""Assessing partners, how we work with each quadrant, and the quadrant as a partner's segment."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.actions import partners
from suppliers.engine.segments import ATTRACTIVENESS, LEAST, MOST, RISK
from suppliers.enums import Quadrant
from suppliers.models import Assessment, Partner, SegmentRule
from suppliers.permissions import check_can_keep_contribution

# Review every so many months, and how we work together: what an installation starts with.
SHIPPED = {
    Quadrant.STRATEGIC: (
        3,
        translation.gettext_noop("Plan together, openly and for years; look after both sides’ profit."),
    ),
    Quadrant.LEVERAGE: (
        6,
        translation.gettext_noop("Compare offers, bundle what we buy; stay fair, we need them to want us."),
    ),
    Quadrant.BOTTLENECK: (
        6,
        translation.gettext_noop("Secure the supply: a second source, a buffer, a person who knows us."),
    ),
    Quadrant.ROUTINE: (12, translation.gettext_noop("Keep it simple: few orders, few papers, one contact.")),
}


@transaction.atomic
def assess(
    *,
    by: Actor,
    partner: Partner,
    risk: Mapping[str, int],
    attractiveness: Mapping[str, int],
    at: datetime,
    override: str = "",
    reason: str = "",
    note: str = "",
) -> Assessment:
    """A new assessment, which holds from now on; the earlier ones stay.

    Raises PermissionDenied; ValidationError for unknown inputs, scores outside 1 to 5, a decision without
    its reason, or nothing at all.
    """
    check_can_keep_contribution(by)
    _check_scores(risk, RISK)
    _check_scores(attractiveness, ATTRACTIVENESS)
    if override and override not in Quadrant.values:
        raise ValidationError({"override": _("There is no such quadrant.")})
    if bool(override) != bool(reason.strip()):
        field = "override_reason" if override else "override"
        words = _("Say why.") if override else _("A reason belongs to a decision: choose the quadrant.")
        raise ValidationError({field: words})
    if not (risk or attractiveness or override):
        raise ValidationError(_("Score at least one input, or decide."))
    made = Assessment.objects.create(
        partner=partner, risk=dict(risk), attractiveness=dict(attractiveness), override=override,
        override_reason=reason.strip(), note=note.strip(), at=at, by_label=by.label,
    )  # fmt: skip
    data = {"risk": made.risk, "attractiveness": made.attractiveness}
    decided = {"override": override, "reason": made.override_reason} if override else {}
    audit.record(by=by, verb="partner.assessed", obj=made, scope=partner.public_id, data={**data, **decided})
    return made


def _check_scores(scores: Mapping[str, int], names: Iterable[str]) -> None:
    for name, value in scores.items():
        if name not in names:
            raise ValidationError(_("There is no input “%(name)s”.") % {"name": name})
        if not LEAST <= value <= MOST:
            raise ValidationError({name: _("Scores run from 1 to 5.")})


@transaction.atomic
def keep_rule(*, by: Actor, rule: SegmentRule, version: int, changes: dict[str, Any]) -> list[str]:
    """Raises PermissionDenied, StaleSave."""
    check_can_keep_contribution(by)
    was = {name: str(getattr(rule, name)) for name in changes}
    changed = save_checked(by=by, row=rule, version=version, changes=changes)
    if changed:
        said = {name: [was[name], str(getattr(rule, name))] for name in changed}
        audit.record(
            by=by, verb="segment_rule.edited", obj=rule, data={"quadrant": rule.quadrant, "changes": said}
        )
    return changed


@transaction.atomic
def use_as_segment(*, by: Actor, chosen: Iterable[tuple[Partner, str]]) -> int:
    """Write the quadrant as the segment of these partners; how many changed.

    Raises PermissionDenied, and StaleSave when somebody saved one of them meanwhile: then none is changed.
    """
    check_can_keep_contribution(by)
    with translation.override(None):
        words = {value: str(label) for value, label in Quadrant.choices}
    changed = 0
    for partner, quadrant in chosen:
        changes = {"segment": words[quadrant]}
        changed += bool(partners.edit(by=by, partner=partner, version=partner.version, changes=changes))
    return changed


def install_shipped(*, by: Actor) -> None:
    """A rule for each quadrant that has none."""
    known = set(SegmentRule.objects.values_list("quadrant", flat=True))
    for quadrant, (months, approach) in SHIPPED.items():
        if quadrant not in known:
            SegmentRule.objects.create(
                quadrant=quadrant, review_every_months=months, approach=approach, changed_by=by.label
            )
