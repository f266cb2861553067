"""Codes of partners that were merged: what a file says of the alias is said of the survivor."""

from collections.abc import Mapping

from suppliers.imports.records import Record
from suppliers.models import Partner

# The columns that name whose a fact is. The directory's own column `code` still means the alias itself.
CODES = ("partner_code", "supplier_code", "distributor_code", "agent_code")


def survivors() -> dict[str, str]:
    """The survivor's code by the alias's: one query."""
    return dict(Partner.objects.exclude(merged_into=None).values_list("code", "merged_into__code"))


def with_survivor(record: Record, codes: Mapping[str, str]) -> Record:
    """The record, with the survivor in place of an alias."""
    named = {name: codes[code] for name in CODES if (code := getattr(record, name, None) or "") in codes}
    return record.model_copy(update=named) if named else record
