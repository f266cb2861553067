"""Thanks and awards: said in one click, read by the partner at once, taken back within a day."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit, outbox
from portal.actors import Actor
from suppliers.enums import RecognitionKind
from suppliers.models import Membership, Partner, Recognition
from suppliers.permissions import check_can_recognise

BACK_WITHIN = timedelta(days=1)
LONGEST = 1000


@transaction.atomic
def thank(
    *,
    by: Actor,
    partner: Partner,
    text: str,
    at: datetime,
    kind: str = RecognitionKind.THANKS,
    about: str = "",
) -> Recognition:
    """Its people read it on their home page from now on, and in a mail.

    `about`: the public id of the card it came from. The same words by the same person for the same thing
    within a day are said once. Raises PermissionDenied, or ValidationError without words.
    """
    check_can_recognise(by)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ValidationError(
            {"text": _("Say what for, in at most %(most)s characters.") % {"most": LONGEST}}
        )
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    same = Recognition.objects.filter(
        partner=partner, kind=kind, text=words, about=about, by=by.user, taken_back_at=None
    )
    said: Recognition | None = same.filter(at__gt=at - BACK_WITHIN).first()
    if said is not None:
        return said
    said = Recognition.objects.create(
        partner=partner, kind=kind, text=words, about=about, by=by.user, by_label=by.label[:200], at=at
    )
    audit.record(
        by=by,
        verb=f"partner.{'thanked' if kind == RecognitionKind.THANKS else 'honoured'}",
        obj=said,
        scope=partner.public_id,
        data={"text": words},
    )
    _tell(by, said)
    return said


def can_take_back(recognition: Recognition, by: Actor, at: datetime) -> bool:
    """Whoever said it, within a day."""
    is_own = by.user is not None and by.is_staff and recognition.by_id == by.user.pk
    return is_own and recognition.taken_back_at is None and at < recognition.at + BACK_WITHIN


@transaction.atomic
def take_back(*, by: Actor, recognition: Recognition, at: datetime) -> None:
    """It is gone from the partner's pages. Raises PermissionDenied, or ValidationError after a day."""
    locked = Recognition.objects.select_for_update().select_related("partner").get(pk=recognition.pk)
    check_can_recognise(by)
    if locked.by_id != by.user.pk:
        raise PermissionDenied(_("Only who said it takes it back."))
    if locked.taken_back_at is not None:
        return
    if not can_take_back(locked, by, at):
        raise ValidationError(_("A thank-you can be taken back within a day; this one stays."))
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    audit.record(by=by, verb="partner.thanks_taken_back", obj=locked, scope=locked.partner.public_id, data={})


def _tell(by: Actor, said: Recognition) -> None:
    """One mail to each of its people."""
    people = Membership.objects.filter(partner=said.partner, user__is_active=True).select_related("user")
    outbox.send_all(
        by=by,
        at=said.at,
        mails=[
            outbox.Mail(
                to=one.user.email,
                template="recognition",
                context={
                    "name": one.user.name,
                    "partner": said.partner.name,
                    "text": said.text,
                    "by": said.by_label,
                    "is_award": said.kind == RecognitionKind.AWARD,
                    "path": "/home/",
                },
                scope=said.partner.public_id,
                key=f"recognition:{said.public_id}:{one.user_id}",
                reply_to=said.by.email,
            )
            for one in people
        ],
    )
