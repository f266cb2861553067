"""Mails about contests and exclusions: to the buyer who answers, or to the people of the one partner."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actions import outbox
from portal.actions.deputies import standing_in_for
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from portal.enums import Side, StaffRole
from portal.models import User
from portal.presentation import day, number
from scorecards.actions.revising import Revised
from scorecards.actions.telling import period_words
from scorecards.enums import ContestReason, Verdict
from scorecards.models import Contest, ContestLine, ContestMessage, Scorecard
from suppliers.facts.colleagues import acting_people
from suppliers.models import ExclusionRequest, Membership, OrderLine, Partner

Words = Callable[[], dict[str, Any]]
_NAMED = 10  # lines in a mail; the page has them all


def tell_filed(*, by: Actor, contest: Contest, lines: Sequence[OrderLine], at: datetime) -> None:
    """Who answers hears of it, and who stands in for them; without an owner the purchasing managers."""

    def words() -> dict[str, Any]:
        subject = ngettext(
            "%(partner)s contests %(count)s line of %(period)s",
            "%(partner)s contests %(count)s lines of %(period)s",
            len(lines),
        )
        return {
            "subject": subject % _names(contest, len(lines)),
            "intro": _("%(by)s writes: %(reason)s.") % {"by": by.label, "reason": _reason(contest)},
            "quote": contest.text,
            "facts": [(_("Lines"), _named(lines)), (_("Answer by"), day(contest.due_on, "full"))],
            "act": _("Read it and decide"),
        }

    _to_us(by, contest, words, key=f"contest:{contest.public_id}", at=at)


def tell_withdrawn(*, by: Actor, contest: Contest, at: datetime) -> None:
    def words() -> dict[str, Any]:
        return {
            "subject": _("%(partner)s withdrew its contest of %(period)s") % _names(contest),
            "intro": _("%(by)s needs no answer any more.") % {"by": by.label},
            "act": _("Open the contest"),
        }

    _to_us(by, contest, words, key=f"contest-withdrawn:{contest.public_id}", at=at)


def tell_said(*, by: Actor, message: ContestMessage, at: datetime) -> None:
    """The other side hears of it."""
    contest = message.contest

    def words() -> dict[str, Any]:
        return {
            "subject": _("%(by)s added to the contest of %(period)s") % {"by": by.label, **_names(contest)},
            "intro": _("%(by)s writes:") % {"by": by.label},
            "quote": message.text,
            "act": _("Read it"),
        }

    tell = _to_us if message.side == Side.PARTNER else _to_partner
    tell(by, contest, words, key=f"contest-said:{message.public_id}", at=at)


def tell_handed_over(*, by: Actor, contest: Contest, at: datetime) -> None:
    """The new owner; the partner is not concerned."""

    def words() -> dict[str, Any]:
        return {
            "subject": _("You answer the contest of %(partner)s, %(period)s") % _names(contest),
            "intro": _("%(by)s handed it over to you. The clock goes on.") % {"by": by.label},
            "quote": contest.text,
            "facts": [(_("Answer by"), day(contest.due_on, "full"))],
            "act": _("Read it and decide"),
        }

    key = f"contest-owner:{contest.public_id}:{at.isoformat()}"
    if contest.owner is not None and contest.owner != by.user:
        _send(by, contest.partner, [contest.owner], _path(contest), words, key, at)


def tell_decided(
    *,
    by: Actor,
    contest: Contest,
    rows: Sequence[ContestLine],
    verdict: str,
    text: str,
    revised: Sequence[Revised],
    at: datetime,
) -> None:
    """The partner hears the answer, and what became of its cards."""

    def words() -> dict[str, Any]:
        if verdict == Verdict.EXCUSED:
            subject = ngettext(
                "%(count)s line of %(period)s is excused",
                "%(count)s lines of %(period)s are excused",
                len(rows),
            )
            intro = _("%(by)s agreed with you:") % {"by": by.label}
        else:
            subject = ngettext(
                "%(count)s line of %(period)s stays as it is",
                "%(count)s lines of %(period)s stay as they are",
                len(rows),
            )
            intro = _("%(by)s explains:") % {"by": by.label}
        return {
            "subject": subject % _names(contest, len(rows)),
            "intro": intro,
            "quote": text,
            "facts": [(_("Lines"), _named([row.line for row in rows])), *change_facts(revised)],
            "act": _("See before and after") if revised else _("Read it, and answer there"),
        }

    key = f"contest-decided:{contest.public_id}:{rows[0].pk}:{at.isoformat()}"
    _to_partner(by, contest, words, key=key, at=at)


def tell_taken_back(
    *, by: Actor, contest: Contest, count: int, reason: str, revised: Sequence[Revised], at: datetime
) -> None:
    def words() -> dict[str, Any]:
        subject = ngettext(
            "%(count)s line of %(period)s counts again", "%(count)s lines of %(period)s count again", count
        )
        return {
            "subject": subject % _names(contest, count),
            "intro": _("%(by)s took an excuse back, and says why:") % {"by": by.label},
            "quote": reason,
            "facts": change_facts(revised),
            "act": _("See before and after"),
        }

    _to_partner(by, contest, words, key=f"contest-back:{contest.public_id}:{at.isoformat()}", at=at)


def tell_excluded(
    *, by: Actor, request: ExclusionRequest, revised: Sequence[Revised], undone: bool, at: datetime
) -> int:
    """One mail to each person of each partner whose cards changed, about its own cards only."""
    changed: dict[int, list[Revised]] = {}
    for one in revised:
        changed.setdefault(one.after.partner_id, []).append(one)
    members = Membership.objects.filter(partner_id__in=changed, user__is_active=True).select_related(
        "user", "partner__owner"
    )
    mails = [
        _mail(
            member.partner,
            member.user,
            f"/scorecards/{changed[member.partner_id][-1].after.public_id}/",
            _excluded_words(request, changed[member.partner_id], undone=undone),
            f"exclusion:{request.public_id}:{undone}:{member.partner_id}",
        )
        for member in members.order_by("pk")
    ]
    return outbox.send_all(by=by, mails=mails, at=at)


def tell_proposed(*, by: Actor, request: ExclusionRequest, at: datetime) -> None:
    """Those who may approve hear that one waits for a second person."""

    def words() -> dict[str, Any]:
        subject = ngettext(
            "%(name)s proposes to excuse %(count)s line",
            "%(name)s proposes to excuse %(count)s lines",
            request.line_count,
        )
        return {
            "subject": subject % {"name": by.label, "count": number(request.line_count)},
            "intro": _("A second person approves or declines."),
            "quote": request.reason,
            "act": _("Look at the lines"),
        }

    path = f"/exclusions/{request.public_id}/"
    people = managers().exclude(pk=request.proposed_by_id)
    mails = [
        _mail(None, user, path, words, f"exclusion-proposed:{request.public_id}", _scope_of(request))
        for user in people
    ]
    outbox.send_all(by=by, mails=mails, at=at)


def tell_request_decided(*, by: Actor, request: ExclusionRequest, words: Words, at: datetime) -> None:
    """Who proposed it hears what became of it."""
    user = request.proposed_by
    if user.is_active and user != by.user:
        path = f"/exclusions/{request.public_id}/"
        key = f"exclusion-decided:{request.public_id}:{request.state}"
        outbox.send(by=by, mail=_mail(None, user, path, words, key, _scope_of(request)), at=at)


def change_facts(revised: Sequence[Revised]) -> list[tuple[str, str]]:
    """Each card as it was and as it is: September 2026: 82.3, now 85.2 (revision 2)."""
    return [
        (
            period_words(Period.parse(one.after.period)),
            _("%(before)s, now %(after)s (revision %(revision)s)")
            % {
                "before": _score(one.before),
                "after": _score(one.after),
                "revision": one.after.revision,
            },
        )
        for one in revised
    ]


def managers() -> QuerySet[User]:
    """Administrators and purchasing managers who are here."""
    roles = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
    return User.objects.filter(role__in=roles, is_active=True).order_by("name", "pk")


def _excluded_words(request: ExclusionRequest, revised: Sequence[Revised], *, undone: bool) -> Words:
    def words() -> dict[str, Any]:
        period = period_words(Period.parse(revised[-1].after.period))
        if undone:
            subject = _("Lines of yours count again, card for %(period)s") % {"period": period}
            intro = _("Lines that we had excused count again. We had excused them because:")
        else:
            subject = _("We excused lines of yours, card for %(period)s") % {"period": period}
            intro = _("We excused lines of yours. They no longer count, because:")
        return {
            "subject": subject,
            "intro": intro,
            "quote": request.reason,
            "facts": change_facts(revised),
            "act": _("Open your card"),
        }

    return words


def _score(card: Scorecard) -> str:
    if card.score is None:
        return _("not graded")
    return f"{number(card.score, 1)} {card.band}".strip()


def _to_us(by: Actor, contest: Contest, words: Words, *, key: str, at: datetime) -> None:
    people = {user.pk: user for user in _answering(contest, at)}
    _send(by, contest.partner, people.values(), _path(contest), words, key, at)


def _answering(contest: Contest, at: datetime) -> Iterable[User]:
    owner = contest.owner
    if owner is None or not acting_people("").filter(pk=owner.pk).exists():
        return managers()
    return [owner, *standing_in_for([owner], "", local_day(at)).values()]


def _to_partner(by: Actor, contest: Contest, words: Words, *, key: str, at: datetime) -> None:
    """Its people; after a merger they are with the survivor."""
    partner = contest.partner.merged_into or contest.partner
    members = partner.memberships.filter(user__is_active=True).select_related("user").order_by("pk")
    _send(by, contest.partner, [member.user for member in members], _path(contest), words, key, at)


def _send(
    by: Actor, partner: Partner, people: Collection[User], path: str, words: Words, key: str, at: datetime
) -> None:
    mails = [_mail(partner, user, path, words, key) for user in people if user != by.user]
    outbox.send_all(by=by, mails=mails, at=at)


def _scope_of(request: ExclusionRequest) -> str:
    """Of the one partner whose lines it is about, if it names one."""
    return request.partner.public_id if request.partner is not None else ""


def _mail(
    partner: Partner | None, user: User, path: str, words: Words, key: str, scope: str = ""
) -> outbox.Mail:
    with translation.override(user.language or None):
        context = {
            "name": user.name,
            "partner": partner.name if partner is not None else "",
            "to_staff": bool(user.role),
            "path": path,
            **words(),
        }
    scope = partner.public_id if partner is not None else scope
    return outbox.Mail(
        to=user.email, template="contest", context=context, scope=scope, key=f"{key}:{user.pk}"
    )


def _path(contest: Contest) -> str:
    return f"/contests/{contest.public_id}/"


def _names(contest: Contest, count: int = 0) -> dict[str, str]:
    return {
        "partner": contest.partner.name,
        "period": period_words(Period.parse(contest.card.period)),
        "count": number(count),
    }


def _reason(contest: Contest) -> str:
    return str(ContestReason(contest.reason).label)


def _named(lines: Sequence[OrderLine]) -> str:
    names = ", ".join(str(line) for line in lines[:_NAMED])
    more = len(lines) - _NAMED
    return names if more <= 0 else _("%(names)s and %(more)s more") % {"names": names, "more": number(more)}
