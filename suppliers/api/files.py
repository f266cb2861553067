"""Answers that are files, not JSON."""

import json
from typing import Any

from rest_framework.renderers import BaseRenderer


class XmlFile(BaseRenderer):
    """For who asks for XML: a message as it is, a refusal in JSON as everywhere else."""

    media_type = "application/xml"
    format = "json"  # no second one: then an address takes no parameter to choose between them
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if isinstance(data, bytes):
            return data
        if renderer_context is not None:
            renderer_context["response"]["Content-Type"] = "application/json"
        return json.dumps(data, ensure_ascii=False).encode()
