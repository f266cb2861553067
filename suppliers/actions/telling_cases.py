"""Who hears what about a case. What is for staff alone is told to nobody else; no amount stands in a mail.

Called by the actions that cause it, in their transaction.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor
from portal.enums import Side
from portal.models import Notice, User
from suppliers.actions import wording_cases as wording
from suppliers.actions.asking import in_words_of, readers_of
from suppliers.actions.wording import Words
from suppliers.enums import TaskKind
from suppliers.facts.people import ANSWERING
from suppliers.models import Case, CaseHelper, CaseMessage, CaseRemedy, Membership
from suppliers.policies_cases import OVER, ower_of


def tell_opened(*, by: Actor, case: Case, message: CaseMessage) -> int:
    """The side that owes hears of it; of what we noted by phone the partner's people read what we wrote."""
    words = partial(wording.opened_words, case, message)
    people = [(one, words) for one in hearing(case, ower_of(case), message.at) if not _is(one, by)]
    if message.noted_by_label:
        noted = partial(wording.noted_words, case, message)
        people += [(one, noted) for one in hearing(case, Side.PARTNER, message.at)]
    return _tell(by, case, people, f"case:{message.public_id}", message.at, asks=True)


def tell(*, by: Actor, case: Case, message: CaseMessage) -> int:
    """The side that did not speak hears it; a note for staff only whoever of ours works on it."""
    words = partial(wording.said_words, case, message)
    if message.staff_only:
        people = [one for one in _team(case, message.at) if not _is(one, by)]
        return _tell(by, case, [(one, words) for one in people], f"case:{message.public_id}", message.at)
    to = Side.COMPANY if message.side == Side.PARTNER else Side.PARTNER
    people = [one for one in hearing(case, to, message.at) if not _is(one, by)]
    asks = case.stage not in OVER
    return _tell(by, case, [(one, words) for one in people], f"case:{message.public_id}", message.at, asks)


def tell_handed_over(*, by: Actor, case: Case, to: User, at: datetime) -> int:
    """The new owner, unless they took it themselves."""
    if _is(to, by):
        return 0
    words = partial(wording.handed_over_words, case, by.label)
    return _tell(by, case, [(to, words)], f"case_owner:{case.public_id}:{case.version}", at)


def tell_helper(*, by: Actor, case: Case, helper: CaseHelper) -> int:
    if _is(helper.user, by):
        return 0
    words = partial(wording.helper_words, case, helper, by.label)
    return _tell(by, case, [(helper.user, words)], f"case_helper:{case.public_id}:{helper.pk}", helper.since)


def tell_grant(*, by: Actor, remedy: CaseRemedy, people: Iterable[User]) -> int:
    """A remedy waits for the yes of one of these."""
    words = partial(wording.grant_words, remedy)
    pairs = [(one, words) for one in people]
    return _tell(by, remedy.case, pairs, f"case_grant:{remedy.public_id}", remedy.offered_at)


def tell_granted(*, by: Actor, remedy: CaseRemedy) -> int:
    """Whoever offered it hears yes or no."""
    at = remedy.granted_at or remedy.decided_at or timezone.now()
    words = partial(wording.granted_words, remedy)
    pairs = [(remedy.offered_by, words)]
    return _tell(by, remedy.case, pairs, f"case_granted:{remedy.public_id}", at)


def tell_marked(*, by: Actor, case: Case) -> int:
    """The side that owed hears how it did."""
    at = case.satisfaction_at or timezone.now()
    words = partial(wording.marked_words, case)
    people = [(one, words) for one in hearing(case, ower_of(case), at) if not _is(one, by)]
    return _tell(by, case, people, f"case_marked:{case.public_id}", at)


def hearing(case: Case, side: Side, at: datetime) -> list[User]:
    """Who of this side hears of it: who owns it or has the problem, else who answers for the partner.

    Of the company, else who looks after the partner. Nobody who left; who is away is stood in for.
    """
    named = case.owner if side == ower_of(case) else (case.opened_by or case.heard_by)
    if side == Side.COMPANY:
        mine = next((one for one in (named, case.partner.owner) if _is_ours(one)), None)
        return [standing_in_for([mine], "", timezone.localdate(at)).get(mine.pk, mine)] if mine else []
    everybody = readers_of([case.partner], at).get(case.partner_id, [])
    if named is None or not _answers_for(named, case):
        return everybody
    deputy = standing_in_for([named], case.partner.public_id, timezone.localdate(at)).get(named.pk, named)
    return [deputy if deputy in everybody else named]


def notice(
    user: User, case: Case, words: Words, *, key: str, at: datetime, task: str = "", reply_to: str = ""
) -> Notice:
    """About one case, to one person."""
    return Notice(
        user=user,
        scope=case.partner.public_id,
        key=key,
        task=task,
        about=case.public_id,
        path=_path(case),
        subject=" ".join(words.subject.split())[:250],
        words=words.text,
        act=words.act,
        facts=words.facts,
        reply_to=reply_to,
        created_at=at,
    )


def _tell(
    by: Actor,
    case: Case,
    people: Iterable[tuple[User, Callable[[], Words]]],
    key: str,
    at: datetime,
    asks: bool = False,
) -> int:
    """`asks`: a partner's person answers through the mail itself."""
    found = [
        notice(
            user,
            case,
            in_words_of(user, words),
            key=f"{key}:{user.pk}",
            at=at,
            task=TaskKind.CASE if asks and not user.role else "",
            reply_to=_reply_to(by, user),
        )
        for user, words in people
    ]
    return notify(by=by, notices=found)


def _team(case: Case, at: datetime) -> list[User]:
    """Our people in it: who owns or looks after it, and who helps."""
    helping = [one.user for one in case.helpers.select_related("user") if _is_ours(one.user)]
    people = [*hearing(case, Side.COMPANY, at), *helping]
    return list({one.pk: one for one in people}.values())


def _is(user: User, by: Actor) -> bool:
    return by.user is not None and by.user.pk == user.pk


def _is_ours(user: User | None) -> bool:
    return user is not None and user.is_active and bool(user.role)


def _answers_for(user: User, case: Case) -> bool:
    mine = Membership.objects.filter(user=user, partner_id=case.partner_id, role__in=ANSWERING)
    return user.is_active and not user.role and mine.exists()


def _reply_to(by: Actor, to: User) -> str:
    """Between the two sides and among us a reply by mail reaches who wrote; never a rival's address."""
    return by.user.email if by.user is not None and bool(by.user.role) != bool(to.role) else ""


def _path(case: Case) -> str:
    try:
        return reverse("suppliers:case", args=[case.public_id])
    except NoReverseMatch:
        return reverse("portal:home")
