"""The gain-share ledger: a verified benefit is split by the share that both signed, and never changed."""

from datetime import date, datetime
from fractions import Fraction
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.splitting import halves
from portal.enums import Side
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import held, record
from scorecards.actions.telling_plans import people_of, tell
from scorecards.facts.plans import terms_of
from scorecards.models import GainShareEntry, ImprovementPlan
from scorecards.permissions_plans import check_can_book_gains
from scorecards.policies_plans import GAINFUL, PlanRefused
from scorecards.policies_terms import MOST_MINOR


@transaction.atomic
def book(
    *,
    by: Actor,
    plan: ImprovementPlan,
    text: str,
    basis: str,
    total_minor: int,
    booked_on: date,
    at: datetime | None = None,
) -> GainShareEntry:
    """Book what was gained, in minor units of the plan's currency; the odd unit is the partner's.

    Raises PermissionDenied, or PlanRefused: before the effect is verified nothing is booked.
    """
    at = at or timezone.now()
    check_can_book_gains(by, plan)
    locked = held(plan)
    if locked.state not in GAINFUL or locked.terms is None:
        raise PlanRefused(_("What was gained is booked once the effect is verified."))
    text, basis = _line(text, 300, "text"), _line(basis, 500, "basis")
    if not total_minor or abs(total_minor) >= MOST_MINOR:
        raise PlanRefused(_("Say how much was gained."), "total_minor")
    if booked_on > local_day(at) or booked_on.year < 1990:
        raise PlanRefused(_("Choose a day that is not in the future."), "booked_on")
    terms = terms_of(locked.terms)
    partner, ours = halves(total_minor, Fraction(terms.partner_share))
    entry = GainShareEntry.objects.create(
        plan=locked,
        booked_on=booked_on,
        text=text,
        basis=basis,
        total_minor=total_minor,
        partner_minor=partner,
        company_minor=ours,
        currency=terms.currency,
        partner_share=terms.partner_share,
        verified_by=by.user,
        verified_by_label=by.label,
        at=at,
    )
    record(by, "gain.booked", locked)
    _tell(by, locked, entry, at)
    return entry


@transaction.atomic
def take_back(*, by: Actor, entry: GainShareEntry, why: str, at: datetime | None = None) -> GainShareEntry:
    """Book the opposite, to the minor unit, and say why; once. Raises PermissionDenied or PlanRefused."""
    at = at or timezone.now()
    check_can_book_gains(by, entry.plan)
    locked = held(entry.plan)
    why = _line(why, 500, "why")
    if entry.reverses_id is not None:
        raise PlanRefused(_("This entry takes another back. Book the gain anew instead."))
    if GainShareEntry.objects.filter(reverses=entry).exists():
        raise PlanRefused(_("This entry is taken back already."))
    opposite = GainShareEntry.objects.create(
        plan=locked,
        booked_on=local_day(at),
        text=entry.text,
        basis=why,
        total_minor=-entry.total_minor,
        partner_minor=-entry.partner_minor,
        company_minor=-entry.company_minor,
        currency=entry.currency,
        partner_share=entry.partner_share,
        reverses=entry,
        verified_by=by.user,
        verified_by_label=by.label,
        at=at,
    )
    record(by, "gain.taken_back", locked)
    _tell(by, locked, opposite, at)
    return opposite


def _line(text: str, most: int, field: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text or len(text) > most:
        raise PlanRefused(_("Say it in a few words, %(most)d signs at most.") % {"most": most}, field)
    return text


def _tell(by: Actor, plan: ImprovementPlan, entry: GainShareEntry, at: datetime) -> None:
    people = people_of(plan, Side.PARTNER, at)
    words = partial(wording.gain_booked, plan, is_taken_back=entry.reverses_id is not None)
    tell(by=by, plan=plan, people=people, words=words, key=f"gain:{entry.public_id}", at=at)
