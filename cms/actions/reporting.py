"""The monthly report goes to executives by mail: one sheet, once for each month and person."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit, outbox
from portal.actors import Actor
from portal.enums import MailMode, StaffRole
from portal.models import MailPreference, OutboxMessage, User


def key_of(month: str, user: User) -> str:
    return f"executive-report:{month}:{user.public_id}"


def still_to_get(month: str) -> list[User]:
    """Executives who have not got the report about this month; not who wants no mails."""
    silent = MailPreference.objects.filter(mode=MailMode.NONE).values("user")
    people = User.objects.filter(role=StaffRole.EXECUTIVE, is_active=True).exclude(pk__in=silent)
    found = list(people.order_by("name", "pk"))
    keys = {key_of(month, one) for one in found}
    known = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return [one for one in found if key_of(month, one) not in known]


@transaction.atomic
def send_report(*, by: Actor, to: User, month: str, title: str, lines: Sequence[str], sheet: bytes) -> None:
    """Put it into the outbox; its words and the sheet are forgotten once it was sent."""
    outbox.send(
        by=by,
        mail=outbox.Mail(
            to=to.email,
            template="executive_report",
            context={"name": to.get_short_name(), "title": title, "lines": lines},
            key=key_of(month, to),
            forget=True,
            attachment_name=f"{_('report')}-{month}.pdf",
            attachment=sheet,
        ),
    )
    audit.record(by=by, verb="executive_report.sent", data={"month": month, "to": str(to)})
