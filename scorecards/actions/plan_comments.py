"""What is said in a plan: to both sides, or among staff; who is called by name hears of it once."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.attachments import Upload, attach
from portal.actors import Actor
from portal.enums import Side
from portal.models import User
from scorecards.actions.plan_keeping import checked, held, record
from scorecards.actions.plan_wording import said
from scorecards.actions.telling_plans import other, people_of, tell
from scorecards.models import ImprovementPlan, PlanComment, PlanReview, PlanSignature
from scorecards.permissions import READERS
from scorecards.permissions_plans import check_can_work, side_of
from scorecards.policies_plans import PlanRefused
from suppliers.actions.wording import Words
from suppliers.models import Membership

MOST_CALLED = 10
# From one person: an account in the wrong hands must not flood the other side.
MAX_AN_HOUR = 60
HOUR = timedelta(hours=1)


@transaction.atomic
def say(
    *,
    by: Actor,
    plan: ImprovementPlan,
    text: str,
    staff_only: bool = False,
    mentioned: Iterable[User] = (),
    uploads: Iterable[Upload] = (),
    at: datetime | None = None,
) -> PlanComment:
    """Words for both sides, or for staff alone. Who is named with @ in them is mentioned too.

    Raises PermissionDenied, PlanRefused (also for a name that may not read it) or AttachmentRefused.
    """
    at, uploads = at or timezone.now(), list(uploads)
    check_can_work(by, plan)
    if staff_only and not by.is_staff:
        raise PermissionDenied
    text = checked(text)
    if staff_only and uploads:
        raise PlanRefused(_("Files are for both sides. Send them without ‘Staff only’."), "files")
    if audit.count(by=by, verbs=["plan.said", "plan.noted"], since=timezone.now() - HOUR) >= MAX_AN_HOUR:
        raise PlanRefused(_("You have written a great deal in the last hour. Go on a little later."), "text")
    locked = held(plan)
    called = _called(by, locked, text, list(mentioned), staff_only=staff_only)
    comment = PlanComment.objects.create(
        plan=locked,
        side=side_of(by),
        user=by.user,
        said_by=by.label,
        at=at,
        text=text,
        staff_only=staff_only,
    )
    comment.mentioned.set(called)
    scope = locked.partner.public_id
    attach(by=by, scope=scope, about=comment.public_id, uploads=uploads, at=at)
    record(by, "plan.noted" if staff_only else "plan.said", locked, files=len(uploads))
    _tell(by, locked, comment, called, at)
    return comment


def callable_by(by: Actor, plan: ImprovementPlan, *, staff_only: bool = False) -> QuerySet[User]:
    """Whom one may call by name: the partner's people, and of ours those who read plans.

    A partner's people can call those of ours whom they know from the plan. One query.
    """
    live = plan.partner.merged_into_id or plan.partner_id
    belongs = Exists(Membership.objects.filter(user=OuterRef("pk"), partner=live))
    ours = Q(role__in=READERS)
    if not by.is_staff:
        ours &= Q(pk__in=_known_of_ours(plan))
    wanted = ours if staff_only else ours | (Q(role="") & belongs)
    people = User.objects.filter(wanted, is_active=True)
    others = people.exclude(pk=by.user.pk) if by.user is not None else people
    return others.order_by("name", "pk")


def _known_of_ours(plan: ImprovementPlan) -> set[int]:
    """Those of ours who stand on the plan's page for its partner: no others are named to it."""
    given = {plan.our_owner_id, plan.our_escalation_id, plan.partner.owner_id, plan.claimed_by_id}
    given |= set(plan.actions.filter(side=Side.COMPANY).values_list("owner_id", flat=True))
    for rows in (
        PlanSignature.objects.filter(version__plan=plan).values_list("user_id", flat=True),
        PlanReview.objects.filter(plan=plan).values_list("verified_by_id", flat=True),
        PlanComment.objects.filter(plan=plan, staff_only=False).values_list("user_id", flat=True),
    ):
        given |= set(rows)
    if plan.proposed_by_side == Side.COMPANY:
        given.add(plan.proposed_by_id)
    return {pk for pk in given if pk is not None}


def _called(
    by: Actor, plan: ImprovementPlan, text: str, mentioned: Collection[User], *, staff_only: bool
) -> list[User]:
    may = {one.pk: one for one in callable_by(by, plan, staff_only=staff_only)}
    beyond = [one for one in mentioned if one.pk not in may and (by.user is None or one.pk != by.user.pk)]
    if beyond:
        words = _("%(name)s cannot read this. Leave the name out, or write to both sides.")
        raise PlanRefused(words % {"name": beyond[0]}, "mentioned")
    found = {one.pk: one for one in mentioned if one.pk in may}
    for one in may.values():
        if one.pk not in found and _is_named(one, text):
            found[one.pk] = one
    if len(found) > MOST_CALLED:
        words = _("Call %(most)s people at most; the others read it here.") % {"most": MOST_CALLED}
        raise PlanRefused(words, "mentioned")
    return list(found.values())


def _is_named(user: User, text: str) -> bool:
    """“@Bob Brandt” calls Bob Brandt, “@Bobby Brandt” does not."""
    name = " ".join(user.name.split())
    if not name:
        return False
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", " ".join(text.split()), re.IGNORECASE) is not None


def _tell(by: Actor, plan: ImprovementPlan, comment: PlanComment, called: list[User], at: datetime) -> None:
    """Who is called hears it as such; the other side's people hear that there is something to read."""
    key = f"plan-said:{comment.public_id}"
    words = partial(_called_words, plan, by.label, comment.text)
    tell(by=by, plan=plan, people=called, words=words, key=key, at=at)
    if comment.staff_only:
        return
    names = {one.pk for one in called}
    rest = [one for one in people_of(plan, other(comment.side), at) if one.pk not in names]
    tell(
        by=by,
        plan=plan,
        people=rest,
        words=partial(_said_words, plan, by.label, comment.text),
        key=key,
        at=at,
    )


def _called_words(plan: ImprovementPlan, who: str, text: str) -> Words:
    words = _("%(who)s calls you:") % {"who": who} + "\n\n" + text
    return said(plan, _("You are asked: %(title)s"), words, _("Read it and answer"))


def _said_words(plan: ImprovementPlan, who: str, text: str) -> Words:
    words = _("%(who)s writes:") % {"who": who} + "\n\n" + text
    return said(plan, _("A word about %(title)s"), words, _("Read it"))
