"""More customers are asked in a round that is under way; what was frozen and promised at opening stays.

A reply is kept with its group only where that was large enough when the round was opened: a later address
makes such a group larger, or counts among all others. No group is made, and none becomes large enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cms.actions import telling_surveys as telling
from cms.actions.survey_clock import REMIND_AFTER, REMIND_BEFORE
from cms.actions.surveys import MOST_ADDRESSES, Address, SurveyRefused, still_open
from cms.enums import SplitBy, SurveyAudience
from cms.facts.surveys import groups_kept
from cms.models import SurveyInvitation, SurveyRound
from cms.permissions_surveys import check_can_open_rounds
from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day


@dataclass(frozen=True)
class Adding:
    """What adding addresses would do. Whether somebody has answered is in none of it.

    `new`: who is asked, each with the group that is kept; `known`: who was asked already and is left alone;
    `unkept`: groups as typed that are none of the round's, so that who is in them counts among all others.
    """

    new: tuple[Address, ...]
    known: tuple[str, ...]
    unkept: tuple[str, ...]


def preview(*, by: Actor, survey_round: SurveyRound, addresses: Sequence[Address], at: datetime) -> Adding:
    """Changes nothing. Raises SurveyRefused where nobody can be added."""
    check_can_open_rounds(by)
    _check_addable(survey_round, at)
    by_address = {one.email.lower(): one for one in addresses}
    rows = SurveyInvitation.objects.filter(round=survey_round)
    asked = set(rows.filter(email__in=by_address).values_list("email", flat=True))
    new = {email: one.group for email, one in by_address.items() if email not in asked}
    if rows.count() + len(new) > MOST_ADDRESSES:
        raise SurveyRefused(_("Ask %(most)s addresses at most.") % {"most": MOST_ADDRESSES}, "addresses")
    kept = {group.casefold(): group for group in groups_kept(survey_round)}
    if not survey_round.is_anonymous and survey_round.split_by == SplitBy.GROUP:
        kept |= {group.casefold(): group for group in new.values() if group.casefold() not in kept}
    return Adding(
        new=tuple(Address(email, kept.get(group.casefold(), "")) for email, group in new.items()),
        known=tuple(sorted(asked)),
        unkept=tuple(sorted({group for group in new.values() if group and group.casefold() not in kept})),
    )


@transaction.atomic
def add_addresses(
    *, by: Actor, survey_round: SurveyRound, addresses: Sequence[Address], at: datetime
) -> Adding:
    """Each new address is written to at once, once; before the first day on that. Raises SurveyRefused."""
    check_can_open_rounds(by)
    held = still_open(survey_round)
    adding = preview(by=by, survey_round=held, addresses=addresses, at=at)
    if not adding.new:
        raise SurveyRefused(_("All of them were asked already: nobody is asked twice."), "addresses")
    today = local_day(at)
    # Who is asked so late is not reminded a day or two later.
    is_late = held.closes_on - today < timedelta(days=REMIND_BEFORE + REMIND_AFTER)
    rows = []
    for one in adding.new:
        row = SurveyInvitation(round=held, email=one.email, group=one.group)
        row.secret_hash = SurveyInvitation.hash_of(row.secret)
        row.reminded_on = today if is_late else None
        rows.append(row)
    SurveyInvitation.objects.bulk_create(rows, batch_size=500)
    audit.record(by=by, verb="listening.added", obj=held, data={"survey": held.title, "added": len(rows)})
    if held.opens_on <= today:
        # On the first day the others may still wait for the job that asks them.
        telling.ask(by=by, survey_round=held, at=at)
        telling.ask_more(by=by, survey_round=held, rows=rows, at=at)
    return adding


def _check_addable(survey_round: SurveyRound, at: datetime) -> None:
    if survey_round.asked != SurveyAudience.CUSTOMERS:
        raise SurveyRefused(_("Only customers are asked by address."))
    if survey_round.closed_at is not None or survey_round.closes_on < local_day(at):
        raise SurveyRefused(_("This round is closed: it is not opened again."))
