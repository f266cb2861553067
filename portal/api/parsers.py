"""JSON as it was written: 64.10 stays what it is, and no text reaches the database that it cannot hold."""

import codecs
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json as strict_json

# What other programs call a number has no larger exponent (IEEE 754): 1e999999999 is not kept, but a trap.
_LARGEST_EXPONENT = 400
_TEXT = ("utf-8", "utf-8-sig", "ascii", "utf-16", "utf-32")


class ExactJSONParser(JSONParser):
    """Numbers with a fraction are decimals, never floats."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding", "utf-8")
        try:
            # Python also calls compressions encodings: a small body would become gigabytes.
            if codecs.lookup(encoding).name not in _TEXT:
                raise LookupError(_("it is written in UTF-8."))
            text = stream.read().decode(encoding)
            return json.loads(text, parse_float=_exact, parse_constant=strict_json.strict_constant)
        except (ValueError, LookupError, RecursionError) as error:
            raise ParseError(_("This is not JSON: %(why)s") % {"why": error}) from error


def _exact(text: str) -> Decimal:
    """Raises ValueError for an exponent beyond any number."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(_("%(number)s is no number.") % {"number": text[:40]}) from error
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and abs(value.adjusted()) < _LARGEST_EXPONENT > abs(exponent):
        return value
    raise ValueError(_("%(number)s is no number that anybody means.") % {"number": text[:40]})
