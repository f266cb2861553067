"""Who hears what about a round: whom we ask, whom we remind, and that there are results.

Each once: a notice by its key, a mail to an address by its own. Whoever has answered is not reminded.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.enums import SurveyAudience
from cms.models import SurveyInvitation, SurveyRound
from cms.permissions_surveys import OPENERS
from portal.actions import audit, outbox
from portal.actions.notices import notify
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import AuditEvent, Notice, User
from portal.presentation import day
from suppliers.actions.asking import in_words_of, readers_of
from suppliers.actions.wording import Words
from suppliers.models import Partner


def ask(*, by: Actor, survey_round: SurveyRound, at: datetime) -> int:
    """Everybody who is asked hears of it, once for each round."""
    if not _is_first(by, survey_round, "listening.asked"):
        return 0
    rows = _invitations(survey_round)
    return _write(by, survey_round, rows, "asked", asked_words, "survey_link", at)


def ask_more(*, by: Actor, survey_round: SurveyRound, rows: Iterable[SurveyInvitation], at: datetime) -> int:
    """Addresses that are asked while a round is under way; whoever has this mail gets no second one."""
    return _mail(by, survey_round, rows, "survey_link", at)


def remind(*, by: Actor, survey_round: SurveyRound, at: datetime) -> int:
    """Those who have not answered yet, once for each round."""
    if not _is_first(by, survey_round, "listening.reminded"):
        return 0
    rows = _invitations(survey_round).filter(has_answered=False, reminded_on=None)
    told = _write(by, survey_round, rows, "reminded", reminded_words, "survey_link_reminder", at)
    SurveyInvitation.objects.filter(round=survey_round, has_answered=False).update(reminded_on=local_day(at))
    return told


def _is_first(by: Actor, survey_round: SurveyRound, verb: str) -> bool:
    """Inside the caller's transaction, which holds the round."""
    if AuditEvent.objects.filter(verb=verb, object_id=survey_round.public_id).exists():
        return False
    audit.record(by=by, verb=verb, obj=survey_round, data={"survey": survey_round.title})
    return True


def tell_closed(*, by: Actor, survey_round: SurveyRound, at: datetime) -> int:
    """Who opens rounds hears that there are results to read; not who closed it."""
    people = User.objects.filter(role__in=OPENERS, is_active=True).order_by("pk")
    words = partial(closed_words, survey_round)
    return notify(
        by=by,
        notices=[
            _notice(one, survey_round, words, "closed", at)
            for one in people
            if by.user is None or one != by.user
        ],
    )


def tell_published(*, by: Actor, survey_round: SurveyRound, at: datetime) -> int:
    """Everybody who was asked hears what all said together; addresses are not written to again."""
    rows = _invitations(survey_round)
    words = partial(published_words, survey_round)
    people = [] if survey_round.asked == SurveyAudience.CUSTOMERS else _people(rows, at)
    notices = [
        _notice(user, survey_round, words, "published", at, partner)
        for user, partner in people
        if by.user is None or user != by.user
    ]
    return notify(by=by, notices=notices)


def _write(
    by: Actor,
    survey_round: SurveyRound,
    rows: Iterable[SurveyInvitation],
    key: str,
    words_of: Callable[[SurveyRound], Words],
    template: str,
    at: datetime,
) -> int:
    if survey_round.asked == SurveyAudience.CUSTOMERS:
        return _mail(by, survey_round, rows, template, at)
    words = partial(words_of, survey_round)
    found = [_notice(user, survey_round, words, key, at, partner) for user, partner in _people(rows, at)]
    return notify(by=by, notices=found)


def _invitations(survey_round: SurveyRound) -> QuerySet[SurveyInvitation]:
    return SurveyInvitation.objects.filter(round=survey_round).select_related(
        "user", "partner__merged_into", "round"
    )


def _people(rows: Iterable[SurveyInvitation], at: datetime) -> list[tuple[User, Partner | None]]:
    """Our people themselves; of a partner whoever answers for it, or stands in."""
    asked = list(rows)
    ours: list[tuple[User, Partner | None]] = [
        (one.user, None) for one in asked if one.user is not None and one.user.is_active and one.user.role
    ]
    partners = {one.partner.merged_into or one.partner for one in asked if one.partner is not None}
    reading = readers_of(partners, at) if partners else {}
    theirs = [(user, one) for one in sorted(partners, key=lambda p: p.pk) for user in reading.get(one.pk, ())]
    return [*ours, *theirs]


def _notice(
    user: User,
    survey_round: SurveyRound,
    words_of: Callable[[], Words],
    key: str,
    at: datetime,
    partner: Partner | None = None,
) -> Notice:
    words = in_words_of(user, words_of)
    scope = partner.public_id if partner is not None else ""
    name = "survey_answer" if key in ("asked", "reminded") else "survey_round"
    return Notice(
        user=user,
        scope=scope,
        key=f"listening:{key}:{survey_round.public_id}:{scope}:{user.pk}",
        about=survey_round.public_id if key in ("asked", "reminded") else "",
        path=reverse(f"cms:{name}", args=[survey_round.public_id]),
        subject=" ".join(words.subject.split())[:250],
        words=words.text,
        act=words.act,
        facts=words.facts,
        created_at=at,
    )


def _mail(
    by: Actor, survey_round: SurveyRound, rows: Iterable[SurveyInvitation], template: str, at: datetime
) -> int:
    """To addresses without an account: the link is in the mail alone, which is emptied once it was sent."""
    page = survey_round.page
    mails = []
    for one in rows:
        link = settings.SITE_URL + reverse("cms:survey_link", args=[one.secret])
        context = {"survey_round": survey_round, "intro": page.intro, "link": link}
        mails.append(
            outbox.Mail(
                to=one.email,
                template=template,
                context=context,
                key=f"{template}:{one.public_id}",
                forget=True,
            )
        )
    with translation.override(settings.LANGUAGE_CODE):
        return outbox.send_all(by=by, mails=mails, at=at)


def asked_words(survey_round: SurveyRound) -> Words:
    names = {"title": survey_round.title, "company": settings.COMPANY_NAME}
    return Words(
        _("We ask you: %(title)s") % names,
        f"{survey_round.page.intro}\n\n{promise_words(survey_round)}",
        _("Answer now"),
        [(_("Until"), day(survey_round.closes_on, "full"))],
    )


def reminded_words(survey_round: SurveyRound) -> Words:
    names = {"title": survey_round.title}
    return Words(
        _("We would still like to hear from you: %(title)s") % names,
        promise_words(survey_round),
        _("Answer now"),
        [(_("Until"), day(survey_round.closes_on, "full"))],
    )


def closed_words(survey_round: SurveyRound) -> Words:
    names = {"title": survey_round.title}
    return Words(
        _("The answers are in: %(title)s") % names,
        _("The round is closed. Read what they said, then publish it to those who were asked."),
        _("Read the results"),
        [],
    )


def published_words(survey_round: SurveyRound) -> Words:
    names = {"title": survey_round.title}
    return Words(
        _("What you all told us: %(title)s") % names,
        _("Thank you for taking the time. Here is what everybody said together."),
        _("Read the results"),
        [],
    )


def promise_words(survey_round: SurveyRound) -> str:
    """What is kept of an answer, said before it is given."""
    if not survey_round.is_anonymous:
        return _("Your answers carry your name: %(company)s reads who said what.") % {
            "company": settings.COMPANY_NAME
        }
    words = _(
        "Anonymous: nobody can tell who said what, and nothing is shown of fewer than %(least)s answers."
    )
    return words % {"least": survey_round.min_group}
