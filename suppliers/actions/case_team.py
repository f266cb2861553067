"""Who answers for a case, and who helps: a hand-over never moves a clock."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import User
from suppliers.actions import telling_cases
from suppliers.actions.case_steps import begin, keep, record
from suppliers.enums import CaseAct
from suppliers.facts.colleagues import acting_people
from suppliers.models import Case, CaseHelper, Membership
from suppliers.permissions import READERS
from suppliers.policies_cases import CaseRefused, ower_of

LONGEST = 200


@transaction.atomic
def hand_over(*, by: Actor, case: Case, to: User, at: datetime | None = None) -> Case:
    """A colleague of the side that owes answers for it from now on; every clock stays.

    Raises PermissionDenied or CaseRefused.
    """
    step = begin(by=by, case=case, act=CaseAct.HAND_OVER, at=at or timezone.now())
    if not owners_of(step.case).filter(pk=to.pk).exists():
        raise CaseRefused(_("%(name)s does not work on cases there.") % {"name": to})
    if step.case.owner_id == to.pk:
        return step.case
    was = step.case.owner
    step.set(owner=to, owner_since=step.at)
    keep(step, case)
    record(step, **{"from": str(was) if was else "", "to": str(to)})
    telling_cases.tell_handed_over(by=by, case=step.case, to=to, at=step.at)
    return step.case


@transaction.atomic
def add_helper(
    *, by: Actor, case: Case, user: User, what: str = "", at: datetime | None = None
) -> CaseHelper:
    """Somebody of the side that owes helps, and with what; said again it changes with what.

    Raises PermissionDenied or CaseRefused.
    """
    step = begin(by=by, case=case, act=CaseAct.HELP, at=at or timezone.now())
    if not helpers_for(step.case).filter(pk=user.pk).exists():
        raise CaseRefused(_("%(name)s does not work there.") % {"name": user})
    words = " ".join(what.split())[:LONGEST]
    helper, is_new = CaseHelper.objects.get_or_create(
        case=step.case, user=user, defaults={"what": words, "since": step.at}
    )
    if not is_new and helper.what != words:
        helper.what = words
        helper.save(update_fields=["what"])
    keep(step, case)
    record(step, name=str(user), what=words)
    if is_new:
        telling_cases.tell_helper(by=by, case=step.case, helper=helper)
    return helper


@transaction.atomic
def remove_helper(*, by: Actor, helper: CaseHelper, at: datetime | None = None) -> None:
    """They help no longer, with our thanks. Raises PermissionDenied or CaseRefused."""
    step = begin(by=by, case=helper.case, act=CaseAct.HELP, at=at or timezone.now())
    keep(step, helper.case)
    record(step, name=str(helper.user), removed=True)
    helper.delete()


def owners_of(case: Case) -> QuerySet[User]:
    """Who may own it: those of the owing side who act, by name."""
    return acting_people("" if ower_of(case) == Side.COMPANY else case.partner.public_id)


def helpers_for(case: Case) -> QuerySet[User]:
    """Who may help: anybody of the owing side who can read it."""
    if ower_of(case) == Side.COMPANY:
        people = User.objects.filter(role__in=READERS)
    else:
        members = Membership.objects.filter(partner_id=case.partner_id)
        people = User.objects.filter(role="", pk__in=members.values("user_id"))
    return people.filter(is_active=True).order_by("name", "pk")
