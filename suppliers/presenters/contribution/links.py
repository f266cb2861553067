"""From a figure to what is behind it: a partner's own page, and the entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
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
        page = _page("contribution_partner", line.public_id)
        return f"{page}?{urlencode(self.asked.parameters)}" if page else ""

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
        found = ((see, self.unattributed()), (_("attribution rules"), _page("attribution_rules")))
        return tuple((words, url) for words, url in found if url)

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
        page = _page("ledger_entries")
        return f"{page}?{urlencode(query)}" if page else ""


def _page(name: str, *args: str) -> str:
    try:
        return reverse(f"suppliers:{name}", args=args)
    except NoReverseMatch:
        return ""
