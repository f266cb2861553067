"""A request that comes twice is done once: the second gets the answer of the first.

A network may lose an answer, never the certainty. The answer is stored in the transaction of the write; a
second request that arrives meanwhile waits for that transaction.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from portal.actors import Actor
from portal.api.errors import Refused
from portal.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEY = r"[A-Za-z0-9._:-]{1,200}"
KEPT_HEADERS = ("Location", "ETag")
Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """For methods of viewsets that write. Without the header nothing changes."""

    @wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        _check_key(key)
        asked = {
            "method": request.method,
            "path": request.get_full_path()[:500],
            "digest": _digest(request),
        }
        return _once(view, key, asked, lambda: handler(view, request, *args, **kwargs))

    return once


def _once(view: Any, key: str, asked: dict[str, Any], do: Callable[[], Response]) -> Response:
    identity = _identity(view.actor)
    with transaction.atomic():
        # Whoever comes second waits here: for the row on PostgreSQL, for the lock on SQLite.
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(identity=identity, key=key, **asked)
        except IntegrityError:
            record = IdempotencyRecord.objects.get(identity=identity, key=key)
            return _again(record, asked)
        try:
            with transaction.atomic():
                response = do()
        except Exception as error:  # a refusal is an answer, too; of anything else this raises it again
            response = view.handle_exception(error)
        record.status = response.status_code
        record.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
        record.body = json.dumps(response.data, cls=JSONEncoder)
        record.save(update_fields=["status", "headers", "body"])
    return response


def _again(record: IdempotencyRecord, asked: dict[str, Any]) -> Response:
    if (record.method, record.path, record.digest) != (asked["method"], asked["path"], asked["digest"]):
        raise Refused(
            _("This Idempotency-Key was sent with another request. A new request needs a new key."), code=422
        )
    if not record.status:
        raise Refused(_("The first request with this key is still at work. Ask again."), code=409)
    headers = {**record.headers, "Idempotent-Replay": "true"}
    return Response(json.loads(record.body), status=record.status, headers=headers)


def _check_key(key: str) -> None:
    if not re.fullmatch(KEY, key):
        raise Refused(_("An Idempotency-Key has 1 to 200 letters, digits, or . _ : -, such as a UUID."))


def _identity(actor: Actor) -> str:
    """Keys of one person, for one partner or for staff: nobody meets another's."""
    scope = actor.membership.partner.public_id if actor.membership is not None else ""
    return f"{actor.user.pk}:{scope}"


def _digest(request: Request) -> str:
    """Of what is asked, however it is spelled: the order of names and the spaces do not matter."""
    digest = hashlib.sha256(request.headers.get("If-Match", "").encode())
    data = request.data
    for name in sorted(data) if hasattr(data, "keys") else ():
        # A form may have several values of one name: lines, files.
        for value in data.getlist(name) if hasattr(data, "getlist") else (data[name],):
            digest.update(f"{name}=".encode())
            if isinstance(value, UploadedFile):
                for block in value.chunks():
                    digest.update(block)
                value.seek(0)
            else:
                digest.update(json.dumps(value, sort_keys=True, default=str).encode())
    if not hasattr(data, "keys"):
        digest.update(json.dumps(data, sort_keys=True, default=str).encode())
    return digest.hexdigest()
