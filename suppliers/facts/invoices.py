"""How we pay: what is open by currency, and which part of what was due we paid within its terms."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Count, Q, QuerySet, Sum

from portal.engine.money import Money
from suppliers.models import Invoice

LOOKS_BACK = dt.timedelta(days=90)


@dataclass(frozen=True)
class TermsKept:
    """Of the invoices due in the last 90 days: paid by their day, paid later, not paid at all.

    Disputed ones and credit notes are left out. `days_late`: in the middle, of those paid late and unpaid.
    """

    in_time: int = 0
    late: int = 0
    unpaid: int = 0
    days_late: Decimal | None = None

    @property
    def n(self) -> int:
        return self.in_time + self.late + self.unpaid

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.in_time) / self.n if self.n else None


def terms_kept(invoices: QuerySet[Invoice], today: dt.date) -> TermsKept:
    """One query. What is due today may still be paid today: it counts once its day is over, or it is paid."""
    counted = invoices.order_by().filter(
        due_on__gte=today - LOOKS_BACK, due_on__lte=today, disputed=False, amount_minor__gt=0
    )
    in_time, late, unpaid, days = 0, 0, 0, []
    for due_on, paid_on in counted.values_list("due_on", "paid_on"):
        if paid_on is None and due_on == today:
            continue
        past = ((paid_on or today) - due_on).days
        if past <= 0:
            in_time += 1
            continue
        late, unpaid = late + (paid_on is not None), unpaid + (paid_on is None)
        days.append(past)
    return TermsKept(in_time, late, unpaid, Decimal(median(days)) if days else None)


@dataclass(frozen=True)
class OpenSums:
    """What is not paid yet, by currency, the largest first; what of it is past its day, or disputed."""

    open: tuple[Money, ...]
    overdue: tuple[Money, ...]
    disputed: tuple[Money, ...]
    count: int
    overdue_count: int
    disputed_count: int


def open_sums(invoices: QuerySet[Invoice], today: dt.date) -> OpenSums:
    """One query."""
    past, argued = Q(due_on__lt=today), Q(disputed=True)
    rows = (
        invoices.order_by()
        .filter(paid_on=None)
        .values("currency")
        .annotate(
            all=Sum("amount_minor"),
            past=Sum("amount_minor", filter=past),
            argued=Sum("amount_minor", filter=argued),
            count=Count("pk"),
            past_count=Count("pk", filter=past),
            argued_count=Count("pk", filter=argued),
        )
    )
    found = sorted(rows, key=lambda row: -row["all"])

    def sums(name: str) -> tuple[Money, ...]:
        return tuple(Money(row[name], row["currency"]) for row in found if row[name])

    return OpenSums(
        sums("all"),
        sums("past"),
        sums("argued"),
        sum(row["count"] for row in found),
        sum(row["past_count"] for row in found),
        sum(row["argued_count"] for row in found),
    )
