"""Mails are written beside the data they speak of and sent by a job: nothing is sent that did not happen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from portal.actors import Actor
from portal.models import OutboxMessage


@dataclass(frozen=True)
class Mail:
    """One mail to be: `template` names mail/<template>.txt and .html; line one of the .txt is the subject.

    `scope` is the public id of the one partner it may speak of; `key` makes a second sending harmless;
    `reply_to` is the person who reads the answer; `forget` empties the text once it was sent (secret links),
    and the PDF `attachment`, which goes with it as `attachment_name`.
    """

    to: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    scope: str = ""
    key: str | None = None
    reply_to: str = ""
    forget: bool = False
    attachment_name: str = ""
    attachment: bytes | None = None


def send(*, by: Actor, mail: Mail, at: datetime | None = None) -> None:
    """Put one mail into the outbox, in the caller's transaction."""
    send_all(by=by, mails=[mail], at=at)


def send_all(*, by: Actor, mails: Iterable[Mail], at: datetime | None = None) -> int:
    """Put many mails into the outbox with one statement per batch; returns how many were asked for."""
    rows = [_message(mail, at or timezone.now()) for mail in mails]
    OutboxMessage.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def put(*, to: str, subject: str, text: str, html: str = "", forget: bool = False) -> None:
    """Put a mail that somebody else has worded into the outbox, to be sent at once."""
    OutboxMessage.objects.create(
        to=to, subject=_one_line(subject), text=text, html=html, forget=forget, send_after=timezone.now()
    )


def _message(mail: Mail, at: datetime) -> OutboxMessage:
    context = {"company": settings.COMPANY_NAME, "site_url": settings.SITE_URL, **mail.context}
    first, _, text = render_to_string(f"mail/{mail.template}.txt", context).partition("\n")
    subject = _one_line(first)
    return OutboxMessage(
        to=mail.to,
        reply_to=mail.reply_to,
        forget=mail.forget,
        attachment_name=mail.attachment_name,
        attachment=mail.attachment,
        subject=subject,
        text=text.strip() + "\n",
        html=render_to_string(f"mail/{mail.template}.html", {**context, "subject": subject}),
        scope=mail.scope,
        key=mail.key,
        send_after=at,
    )


def _one_line(words: str) -> str:
    """What a header may hold, whatever somebody typed into a name."""
    return " ".join(words.split())[:250]
