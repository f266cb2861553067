"""Adding files to what people say: looked at by content, kept whole, never changed (docs/scorecards.md)."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.actors import Actor
from portal.engine.files import ALLOWED, Kind, Unwelcome, Why, clean_name, sniff, told_apart
from portal.models import Attachment
from portal.permissions import can_attach
from portal.presentation import number

MOST = 5
# From one person: an account in the wrong hands must not fill the database.
MOST_AN_HOUR = 60
_MEGABYTE = 1024 * 1024
_WHAT = {
    Why.EMPTY: gettext_lazy("empty"),
    Why.VIRUS: gettext_lazy("what virus scanners are tested with"),
    Why.PROGRAM: gettext_lazy("a program"),
    Why.SCRIPT: gettext_lazy("something that runs when it is opened (a script, or a PDF that acts)"),
    Why.WEB_PAGE: gettext_lazy("a web page"),
    Why.DRAWING: gettext_lazy("an SVG drawing, which can hold scripts: save it as PNG or PDF"),
    Why.XML: gettext_lazy("XML"),
    Why.ARCHIVE: gettext_lazy("an archive: send what is inside it"),
    Why.LOCKED: gettext_lazy("locked with a password: save it without one"),
    Why.OLD_OFFICE: gettext_lazy(
        "an old or locked Office file: save it as .xlsx, .docx or PDF, without a password"
    ),
    Why.MACROS: gettext_lazy("an Office file with macros: save it without them, or as PDF"),
    Why.INSIDE: gettext_lazy("an Office file with other files inside: save it as PDF"),
    Why.LINKED: gettext_lazy("an Office file that fetches parts from elsewhere: save it as PDF"),
    Why.BOMB: gettext_lazy("packed so that it grows beyond measure"),
    Why.DAMAGED: gettext_lazy("damaged"),
    Why.UNKNOWN: gettext_lazy("of a kind that we do not know"),
}
ENDINGS = "PDF, PNG, JPEG, WebP, TXT, CSV, XLSX, DOCX, EML"


class Upload(Protocol):
    """A file that comes in piece by piece, as Django's UploadedFile."""

    name: str | None

    def chunks(self) -> Iterator[bytes]: ...


class AttachmentRefused(Exception):
    """A file is not taken: the message names it, says what it is and what is welcome. `name`: the file's."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


@transaction.atomic
def attach(*, by: Actor, scope: str, about: str, uploads: Iterable[Upload], at: datetime) -> list[Attachment]:
    """Add these files to the thing with the public id `about`, of the partner with the public id `scope`.

    All of them or none. The caller holds the thing's row, so that nobody adds to it at the same time, and
    has asked whether `by` may say something there. Raises PermissionDenied or AttachmentRefused.
    """
    if not can_attach(by, scope):
        raise PermissionDenied
    given = list(uploads)
    if not given:
        return []
    known = list(Attachment.objects.filter(about=about).values_list("name", flat=True))
    check_count(len(known), len(given))
    _check_not_too_many(by, len(given), at)
    rows = []
    for upload in given:
        content, kind = checked(upload)
        name = told_apart(clean_name(upload.name or "", ALLOWED[kind]), known)
        known.append(name)
        rows.append(
            Attachment(
                scope=scope,
                about=about,
                name=name,
                media_type=kind.value,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                added_by=by.user,
                added_by_label=by.label,
                added_at=at,
            )
        )
    return [_saved(row) for row in rows]


def check_count(known: int, more: int) -> None:
    """Raises AttachmentRefused beyond MOST files of one thing."""
    if known + more > MOST:
        words = ngettext(
            "At most %(most)s files fit here, and there is %(known)s already.",
            "At most %(most)s files fit here, and there are %(known)s already.",
            known,
        )
        raise AttachmentRefused(words % {"most": MOST, "known": known})


def _check_not_too_many(by: Actor, more: int, at: datetime) -> None:
    added = Attachment.objects.filter(added_by=by.user, added_at__gt=at - timedelta(hours=1)).count()
    if added + more > MOST_AN_HOUR:
        raise AttachmentRefused(
            _("You have added a great many files in the last hour. Go on a little later.")
        )


def checked(upload: Upload) -> tuple[bytes, Kind]:
    """Its bytes and what they are. Raises AttachmentRefused."""
    content = _read(upload)
    try:
        return content, sniff(content, upload.name or "")
    except Unwelcome as trouble:
        raise _refusal(upload, trouble) from trouble


def shown_name(name: str | None) -> str:
    """A name as it may stand in a message: nothing in it turns or breaks the line."""
    return clean_name(name or "", [(name or "").rpartition(".")[2].lower() or "file"])


def welcome() -> str:
    """What may be added, in one sentence."""
    return _("%(types)s, up to %(size)s MB each, at most %(most)s files.") % {
        "types": ENDINGS,
        "size": number(settings.ATTACHMENT_MAX_MB),
        "most": MOST,
    }


def _read(upload: Upload) -> bytes:
    """Counted while it is read: what a sender says of its size proves nothing."""
    limit, size, pieces = settings.ATTACHMENT_MAX_MB * _MEGABYTE, 0, []
    for piece in upload.chunks():
        size += len(piece)
        if size > limit:
            name = shown_name(upload.name)
            words = _("‘%(name)s’ is larger than %(size)s MB. Make it smaller, or send it in parts.")
            raise AttachmentRefused(words % {"name": name, "size": number(settings.ATTACHMENT_MAX_MB)}, name)
        pieces.append(piece)
    return b"".join(pieces)


def _refusal(upload: Upload, trouble: Unwelcome) -> AttachmentRefused:
    name = shown_name(upload.name)
    what = str(_WHAT[trouble.what])
    if trouble.part:
        what = _("%(what)s (in it: %(part)s)") % {"what": what, "part": shown_name(trouble.part)}
    words = _("‘%(name)s’ was not taken: it is %(what)s. Welcome are %(welcome)s")
    return AttachmentRefused(words % {"name": name, "what": what, "welcome": welcome()}, name)


def _saved(row: Attachment) -> Attachment:
    row.save(force_insert=True)
    return row
