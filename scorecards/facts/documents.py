"""Which documents partners had on a day, as the gates of a template ask for them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from suppliers.models import PartnerDocument


def documents_by_partner(
    types: Collection[str], as_of: date, partners: Collection[int]
) -> dict[int, list[tuple[Any, ...]]]:
    """(type, number, issued, expires, valid 0 or 1) of these types, by partner; one query at most."""
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if not types:
        return found
    rows = (
        PartnerDocument.objects.counting()
        .filter(type__in=types, partner_id__in=partners)
        .values_list("partner_id", "type", "number", "issued_on", "expires_on")
    )
    for partner, kind, number, issued_on, expires_on in rows:
        if issued_on is None or issued_on <= as_of:  # what was issued later does not exist yet
            valid = expires_on is None or expires_on >= as_of
            found[partner].append((kind, number, issued_on, expires_on, int(valid)))
    return found
