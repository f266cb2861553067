"""Rows of sales targets, commission agreements and customer counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from suppliers.actions.loading.book import Book, Rows
from suppliers.actions.loading.keyed import (
    Fact,
    Key,
    KeyedLoader,
    OfPartnerLoader,
    RowRefused,
    as_amount,
    to_minor,
)
from suppliers.actions.loading.kinds import Kinds
from suppliers.enums import PartnerKind, TierMethod
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.records import CommissionRecord, CustomerCountRecord, TargetRecord
from suppliers.models import CommissionAgreement, CustomerCount, SalesTarget

SELLING = (PartnerKind.DISTRIBUTOR, PartnerKind.DEALER, PartnerKind.AGENT)
TERMS = ("valid_from", "base", "method")

_OTHER_TERMS = gettext_noop("Version %(version)s has a tier with %(other)s: its tiers share their terms.")
_NEXT_VERSION = gettext_noop("Write the same in each of its rows, or give the new terms the next version.")


Terms = tuple[dt.date, str, str]  # of a version: from which day, of what, how its tiers work


def _terms(row: CommissionAgreement) -> Terms:
    return row.valid_from, row.base, row.method


class TargetLoader(OfPartnerLoader):
    """Loads sales targets of selling partners; one a month."""

    dataset = "targets"
    model = SalesTarget
    key = ("partner_id", "year", "month")
    key_column = "month"
    facts = (Fact("currency", "currency"), Fact("revenue_minor", "revenue_target", shown=as_amount))

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.kinds = Kinds(book)

    def look_up(self, rows: Rows) -> None:
        self.kinds.know(record.partner_code for _, record in rows)

    def key_of(self, record: TargetRecord) -> Key:
        return self.kinds.find("partner_code", record.partner_code, SELLING), record.year, record.month

    def values(self, record: TargetRecord, stored: SalesTarget | None) -> Mapping[str, Any]:
        currency = record.currency or (stored.currency if stored else self.book.currency)
        revenue = to_minor("revenue_target", record.revenue_target, currency)
        return {"currency": currency, "revenue_minor": revenue}

    def title(self, record: TargetRecord) -> tuple[str, str]:
        return f"{record.year}-{record.month:02d}", self.partner_name(record)


class CommissionLoader(OfPartnerLoader):
    """Loads commission agreements, a row for each tier; the tiers of a version share their terms."""

    dataset = "commission_agreements"
    model = CommissionAgreement
    key = ("partner_id", "version", "tier_from_minor")
    key_column = "tier_from"
    facts = (
        Fact("valid_from", "valid_from"),
        Fact("base", "base"),
        Fact("method", "method"),
        Fact("rate", "rate", shown=lambda rate, row: f"{rate.normalize():f}"),
    )

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.tiers: dict[Key, dict[int, Terms]] = defaultdict(dict)

    def key_of(self, record: CommissionRecord) -> Key:
        tier_from = to_minor("tier_from", record.tier_from, self.book.currency)
        return self.partner_id(record), record.version, tier_from

    def find(self, wanted: set[Key]) -> list[CommissionAgreement]:
        """All tiers of the versions that the rows name: one query."""
        rows = list(
            CommissionAgreement.objects.filter(
                partner_id__in={key[0] for key in wanted}, version__in={key[1] for key in wanted}
            )
        )
        for row in rows:
            self.tiers[row.partner_id, row.version][row.tier_from_minor] = _terms(row)
        return rows

    def values(self, record: CommissionRecord, stored: CommissionAgreement | None) -> Mapping[str, Any]:
        partner_id, version, tier_from = self.key_of(record)
        tiers = self.tiers[partner_id, version]
        agreed = next((terms for tier, terms in tiers.items() if tier != tier_from), None)
        known = agreed or (_terms(stored) if stored else None)
        method = record.method or (known[2] if known else TierMethod.WHOLE_BASE)
        terms = record.valid_from, record.base, str(method)
        for column, said, other in zip(TERMS, terms, agreed or terms, strict=True):
            if said != other:
                reason = say(_OTHER_TERMS, version=version, other=other)
                raise RowRefused(column, said, reason, _NEXT_VERSION)
        tiers[tier_from] = terms
        return {**dict(zip(TERMS, terms, strict=True)), "rate": record.rate}

    def title(self, record: CommissionRecord) -> tuple[str, str]:
        return f"{record.version}, {record.tier_from:f}", self.partner_name(record)


class CustomerCountLoader(KeyedLoader):
    """Loads customer counts; one row a month."""

    dataset = "customer_counts"
    model = CustomerCount
    key = ("month",)
    key_column = "month"
    facts = tuple(Fact(name, name) for name in ("active_at_start", "lost_dissatisfied", "lost_other", "won"))

    def key_of(self, record: CustomerCountRecord) -> Key:
        return (int(record.month.replace("-", "")),)

    def values(self, record: CustomerCountRecord, stored: CustomerCount | None) -> Mapping[str, Any]:
        return {fact.name: getattr(record, fact.column) for fact in self.facts}

    def title(self, record: CustomerCountRecord) -> tuple[str, str]:
        return record.month, ""
