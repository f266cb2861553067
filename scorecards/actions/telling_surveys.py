"""Mails about surveys. They go to everybody who is asked, whoever has answered: the outbox tells nothing."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from portal.actions import audit, outbox
from portal.actors import Actor
from portal.engine.periods import Period
from portal.enums import PartnerRole
from portal.models import AuditEvent, User
from scorecards.actions.telling import period_words
from scorecards.enums import SurveyKind
from scorecards.models import SurveyRun
from scorecards.permissions import RATERS, READERS
from suppliers.enums import PartnerStatus
from suppliers.models import Membership

INVITED, REMINDED = "survey.invited", "survey.reminded"


def invited_people() -> Any:
    """The people who may answer, of all partners we work with."""
    return (
        Membership.objects.filter(
            role__in=(PartnerRole.ADMIN, PartnerRole.EDITOR),
            user__is_active=True,
            partner__merged_into=None,
        )
        .exclude(partner__status__in=(PartnerStatus.LOST, PartnerStatus.PROSPECT))
        .order_by("pk")
    )


def invited_partners() -> int:
    """How many partners a run asks."""
    count: int = invited_people().order_by().values("partner").distinct().count()
    return count


def tell_opened(*, by: Actor, run: SurveyRun) -> bool:
    """Once for each run; was it now?"""
    return _once(by, run, INVITED, "survey_open" if _asks_partners(run) else "rating_open")


def remind(*, by: Actor, run: SurveyRun) -> bool:
    """Once for each run, to everybody who was asked: ‘if you have not yet’."""
    return _once(by, run, REMINDED, "survey_reminder" if _asks_partners(run) else "rating_reminder")


def _asks_partners(run: SurveyRun) -> bool:
    return bool(run.survey.kind == SurveyKind.CUSTOMER)


def _once(by: Actor, run: SurveyRun, verb: str, template: str) -> bool:
    """Inside the caller's transaction, which holds the run or its survey."""
    if AuditEvent.objects.filter(verb=verb, object_id=run.public_id).exists():
        return False
    mails = list(_to_partners(run, template) if _asks_partners(run) else _to_our_people(run, template))
    sent = outbox.send_all(by=by, mails=mails)
    audit.record(by=by, verb=verb, obj=run, data={"period": run.period, "mails": sent})
    return True


def _to_partners(run: SurveyRun, template: str) -> Iterable[outbox.Mail]:
    for member in invited_people().select_related("user", "partner__owner"):
        partner = member.partner
        yield _mail(
            run,
            template,
            member.user,
            f"/surveys/{run.public_id}/",
            scope=partner.public_id,
            partner=partner.name,
            owner=partner.owner,
        )


def _to_our_people(run: SurveyRun, template: str) -> Iterable[outbox.Mail]:
    roles = [role for role in run.survey.roles if role in READERS] or list(RATERS)
    for user in User.objects.filter(is_active=True, role__in=roles).order_by("pk"):
        yield _mail(run, template, user, "/ratings/")


def _mail(run: SurveyRun, template: str, user: User, path: str, scope: str = "", **more: Any) -> outbox.Mail:
    with translation.override(user.language or None):
        period = period_words(Period.parse(run.period))
    context = {
        "name": user.name,
        "period": period,
        "survey": run.survey.name,
        "until": run.closes_on,
        "path": path,
        **more,
    }
    key = f"{template}:{run.public_id}:{user.pk}:{scope}"
    return outbox.Mail(to=user.email, template=template, context=context, scope=scope, key=key)
