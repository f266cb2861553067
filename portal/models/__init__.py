"""The bottom app's models."""

from portal.models.attachment import Attachment
from portal.models.audit import AuditEvent
from portal.models.base import PublicId, Timestamped, Versioned, new_public_id
from portal.models.invitation import Invitation
from portal.models.job import JobRun, ScheduleMark, WorkerBeat
from portal.models.notice import Deputy, MailPreference, Notice
from portal.models.outbox import OutboxMessage
from portal.models.token import ApiToken, IdempotencyRecord
from portal.models.user import User

__all__ = [
    "ApiToken",
    "Attachment",
    "AuditEvent",
    "Deputy",
    "IdempotencyRecord",
    "Invitation",
    "JobRun",
    "MailPreference",
    "Notice",
    "OutboxMessage",
    "PublicId",
    "ScheduleMark",
    "Timestamped",
    "User",
    "Versioned",
    "WorkerBeat",
    "new_public_id",
]
