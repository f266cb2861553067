"""Mails that wait to be sent: written with the data they speak of, sent by a job."""

from django.db import models

from portal.models.base import PublicId


class OutboxMessage(PublicId):
    """One mail to one address. `scope`: public id of the partner it may speak of, empty for staff.

    `key` makes sending idempotent: a second message with the same key is not written. `forget`: the text
    holds a secret (a link that lets somebody in) and is emptied once it was sent, and so is the `attachment`:
    one PDF that goes with it, called `attachment_name`.
    """

    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    forget = models.BooleanField(default=False)
    attachment_name = models.CharField(max_length=150, blank=True)
    attachment = models.BinaryField(null=True, blank=True)
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
