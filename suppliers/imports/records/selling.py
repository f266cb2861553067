"""Rows of sales targets, commission agreements and customer counts."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.records.base import Amount, Count, Record, Share, Text20, Text100, Year

_LOST_MORE = gettext_noop("More customers lost (%(lost)s) than there were at the start (%(active)s).")


class TargetRecord(Record):
    """The target in units of its currency, a decimal."""

    ways_out = {
        "year": gettext_noop("Write the year with four digits, 1970 to 2199."),
        "month": gettext_noop("Write the month as a number from 1 to 12."),
    }

    partner_code: Text100
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]
    currency: str | None = None
    revenue_target: Amount


class CommissionRecord(Record):
    """One tier. `tier_from` in units of the company's currency; `rate` a share, 0 to 1."""

    ways_out = {"version": gettext_noop("Number the agreements of a partner from 1 on.")}

    partner_code: Text100
    version: Annotated[int, Field(ge=1, le=9_999)]
    valid_from: dt.date
    base: Text20
    tier_from: Amount
    rate: Share
    method: Text20 | None = None


class CustomerCountRecord(Record):
    """`month` as 2026-09."""

    month: str
    active_at_start: Count
    lost_dissatisfied: Count
    lost_other: Count | None = None
    won: Count | None = None

    def oddities(self) -> Iterator[tuple[str, Message]]:
        lost = self.lost_dissatisfied + (self.lost_other or 0)
        if lost > self.active_at_start:
            yield "lost_dissatisfied", say(_LOST_MORE, lost=lost, active=self.active_at_start)
