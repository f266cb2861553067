"""Service programmes: the company offers and changes them, partners join and leave."""

import datetime as dt
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import jobs
from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.actions.judging import keep_rule
from suppliers.facts.programmes import fits, is_judged
from suppliers.models import Enrolment, OrderLine, Partner, ServiceProgramme
from suppliers.permissions import check_can_join_programmes, check_can_offer_programmes

# More lines than these are judged by a new rule in the background.
AT_ONCE = 500


class NotOffered(Exception):
    """The programme takes nobody any more, or no partner of this kind."""


@transaction.atomic
def offer(*, by: Actor, facts: dict[str, Any]) -> ServiceProgramme:
    """A new programme from `facts`, named as the model's fields. Raises PermissionDenied."""
    check_can_offer_programmes(by)
    programme = ServiceProgramme.objects.create(**facts, changed_by=by.label)
    audit.record(by=by, verb="programme.offered", obj=programme, data={"name": programme.name})
    _judge(by, programme)
    return programme


@transaction.atomic
def edit(*, by: Actor, programme: ServiceProgramme, version: int, changes: dict[str, Any]) -> list[str]:
    """Save `changes` if it still has `version`; returns the changed fields. Raises StaleSave."""
    check_can_offer_programmes(by)
    was = {name: str(getattr(programme, name)) for name in changes}
    changed = save_checked(by=by, row=programme, version=version, changes=changes)
    if changed:
        values = {name: [was[name], str(getattr(programme, name))] for name in changed}
        data = {"name": programme.name, "changes": values}
        audit.record(by=by, verb="programme.edited", obj=programme, data=data)
        _judge(by, programme)
    return changed


def judge(*, by: Actor, programme: ServiceProgramme) -> None:
    """Judge every line by the rule of the programme, if nobody has yet."""
    keep_rule(by=by, rule=programme.rule)


def _judge(by: Actor, programme: ServiceProgramme) -> None:
    """At once where there is little to judge, else in the background: the figures wait for it."""
    if is_judged(programme):
        return
    if OrderLine.objects.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        judge(by=by, programme=programme)
        return
    jobs.enqueue(
        "suppliers.jobs_programmes.judge_programme",
        by=by,
        key=programme.rule.key,
        title=_("Judging lines by the rule of “%(name)s”") % {"name": programme.name},
        programme=programme.public_id,
    )


@transaction.atomic
def join(*, by: Actor, programme: ServiceProgramme, on: dt.date | None = None) -> Enrolment:
    """The partner of `by` is in it from `on` (today) on; who is in it already stays as they are.

    Raises PermissionDenied, or NotOffered.
    """
    check_can_join_programmes(by)
    assert by.membership is not None
    partner: Partner = by.membership.partner
    locked = ServiceProgramme.objects.select_for_update().get(pk=programme.pk)
    mine = Enrolment.objects.filter(programme=locked, partner=partner, left_on=None)
    already: Enrolment | None = mine.first()
    if already is not None:
        return already
    if not fits(locked, partner):
        raise NotOffered(_("“%(name)s” is not offered to you any more.") % {"name": locked.name})
    try:
        with transaction.atomic():
            enrolment: Enrolment = Enrolment.objects.create(
                programme=locked,
                partner=partner,
                joined_on=on or timezone.localdate(),
                joined_by=by.label[:200],
            )
    except IntegrityError:  # the same click twice, at the same moment
        return cast(Enrolment, mine.get())
    _record(by, "programme.joined", enrolment)
    return enrolment


@transaction.atomic
def leave(*, by: Actor, programme: ServiceProgramme, on: dt.date | None = None) -> Enrolment | None:
    """The partner of `by` is out of it from `on` (today) on; None when it was not in it."""
    check_can_join_programmes(by)
    mine = Enrolment.objects.select_for_update(of=("self",)).select_related("partner", "programme")
    enrolment: Enrolment | None = mine.filter(
        programme=programme, partner_id=by.partner_id, left_on=None
    ).first()
    if enrolment is None:
        return None
    enrolment.left_on = max(on or timezone.localdate(), enrolment.joined_on)
    enrolment.left_by = by.label[:200]
    enrolment.save(update_fields=["left_on", "left_by"])
    _record(by, "programme.left", enrolment)
    return enrolment


def _record(by: Actor, verb: str, enrolment: Enrolment) -> None:
    data = {"name": enrolment.programme.name}
    audit.record(by=by, verb=verb, obj=enrolment, scope=enrolment.partner.public_id, data=data)
