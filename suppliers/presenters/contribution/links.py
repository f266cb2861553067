"""From a figure to what is behind it: a partner's own page, and the entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from suppliers.enums import EntryRole
from suppliers.presenters.contribution.asked import Asked
from suppliers.presenters.contribution.lines import Line


@dataclass(frozen=True)
class Links:
    """Of one page: the same days and currency on all that it leads to."""

    asked: Asked

    @property
    def role(self) -> str:
        return str(EntryRole.of(self.asked.kind).value)

    def partner(self, line: Line) -> str:
        """Its profit and loss over the same days."""
        page = reverse("suppliers:contribution_partner", args=[line.public_id])
        return f"{page}?{urlencode(self.asked.parameters)}"

    def entries(self, line: Line, kinds: Iterable[str] = ()) -> str:
        """The entries behind an amount of a partner, of some kinds of entry or of all."""
        return self._entries([("partner", line.public_id), *(("kind", kind) for kind in kinds)])

    def unattributed(self, kinds: Iterable[str] = ()) -> str:
        """Those that name no partner of the kind that is shown."""
        return self._entries([("unattributed", "1"), *(("kind", kind) for kind in kinds)])

    @property
    def is_alone(self) -> bool:
        """Do entries name no other kind of partner in this role? Distributors and dealers share one."""
        return len(EntryRole.of(self.asked.kind).kinds) == 1

    def of_nobody(self) -> tuple[tuple[str, str], ...]:
        """What to do about entries that name nobody: see them, and let rules name somebody."""
        see = _("its entries") if self.is_alone else _("entries that name neither distributor nor dealer")
        rules = reverse("suppliers:attribution_rules")
        return (see, self.unattributed()), (_("attribution rules"), rules)

    def company(self, kinds: Iterable[str] = ()) -> str:
        return self._entries([("kind", kind) for kind in kinds], of_role=False)

    def _entries(self, more: list[tuple[str, str]], *, of_role: bool = True) -> str:
        span = self.asked.period.span
        days: list[tuple[str, date]] = [("from", span.start), ("to", span.end)]
        query = [*more, *((name, day.isoformat()) for name, day in days)]
        if of_role:
            query.append(("role", self.role))
        if self.asked.booked_in:
            query.append(("currency", self.asked.booked_in))
        return f"{reverse('suppliers:ledger_entries')}?{urlencode(query)}"
