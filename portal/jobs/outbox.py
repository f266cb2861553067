"""Sends what waits in the outbox."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from portal.models import OutboxMessage

logger = logging.getLogger(__name__)

BATCH = 100
GIVE_UP_AFTER = 6  # attempts, within a day


def deliver() -> int:
    """Sends the messages that are due, oldest first; returns how many went out.

    Each is taken before it is sent, so two workers never send the same one; one that fails is tried again
    after 1, 4, 16 ... minutes, six times in all.
    """
    due = OutboxMessage.objects.filter(
        sent_at=None, send_after__lte=timezone.now(), attempts__lt=GIVE_UP_AFTER
    )
    return sum(_deliver(message) for message in due.order_by("id")[:BATCH] if _take(message))


def _take(message: OutboxMessage) -> bool:
    delay = timedelta(minutes=4**message.attempts)
    return bool(
        OutboxMessage.objects.filter(pk=message.pk, sent_at=None, attempts=message.attempts).update(
            attempts=F("attempts") + 1, send_after=timezone.now() + delay
        )
    )


def _deliver(message: OutboxMessage) -> bool:
    reply_to = [message.reply_to] if message.reply_to else None
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to], reply_to=reply_to)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.attachment is not None:
        mail.attach(message.attachment_name, bytes(message.attachment), "application/pdf")
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        logger.warning("Mail %s was not sent: %s", message.public_id, error)
        OutboxMessage.objects.filter(pk=message.pk).update(last_error=str(error))
        return False
    kept = {"text": "", "html": "", "attachment": None} if message.forget else {}
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), last_error="", **kept)
    return True
