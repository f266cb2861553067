"""ETags: a digest of what a row says, so that nobody overwrites what they have not read."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.api.errors import Refused


def etag_of(values: Mapping[str, Any]) -> str:
    """Of the values as they are sent: the same row, the same tag, on any machine."""
    text = json.dumps(values, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(request: Request, etag: str) -> bool:
    """Does the reader have this already (`If-None-Match`)?"""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {tag.removeprefix("W/") for tag in known}


def check_match(request: Request, etag: str, current: Mapping[str, Any]) -> None:
    """Raises 428 without `If-Match`, 412 with the current row when somebody was faster."""
    given = request.headers.get("If-Match", "")
    if not given.strip():
        raise Refused(_("Say which state you change: send If-Match with the ETag that you read."), code=428)
    known = parse_etags(given)
    if "*" not in known and etag not in known:
        words = _("Somebody changed this in the meantime. Read it again, then send your change again.")
        raise Refused(words, code=412, headers={"ETag": etag}, current=dict(current))
