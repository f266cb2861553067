"""JSON as it was written: 64.10 stays what it is, and no text reaches the database that it cannot hold."""

import codecs
import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json as strict_json


class ExactJSONParser(JSONParser):
    """Numbers with a fraction are decimals, never floats."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding", "utf-8")
        try:
            text = codecs.getreader(encoding)(stream).read()
            return json.loads(text, parse_float=Decimal, parse_constant=strict_json.strict_constant)
        except (ValueError, LookupError, RecursionError) as error:
            raise ParseError(_("This is not JSON: %(why)s") % {"why": error}) from error
