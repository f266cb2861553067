"""The monthly report to executives, sent by itself on the first working day of a month."""

from django.conf import settings
from django.utils import timezone, translation

from cms.actions.reporting import send_report, still_to_get
from cms.facts.executive import is_report_time, month_of
from cms.presenters.executive import Report, report
from portal.actors import Actor, system_actor
from portal.enums import Channel
from portal.pdf import pdf


def send_reports() -> None:
    """Runs every hour by itself; also after missed runs each month is sent once to each executive."""
    now = timezone.now()
    if not is_report_time(now):
        return
    by = system_actor(Channel.JOB)
    for user in still_to_get(month_of(now).key):
        with translation.override(user.language or settings.LANGUAGE_CODE):
            found = report(Actor(user=user), now)
            context = {"report": found, "company": settings.COMPANY_NAME}
            sheet = pdf("cms/executive/paper.html", context)
            send_report(by=by, to=user, month=found.key, title=found.title, lines=_lines(found), sheet=sheet)


def _lines(found: Report) -> list[str]:
    """The sheet in a few lines, without amounts."""
    return [" · ".join(filter(None, (one.label, one.value, one.note))) for one in found.tiles + found.waits]
