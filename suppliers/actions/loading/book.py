"""What the loaders of one file share: who loads, which partners and lines they met, which rows came twice."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.actors import Actor
from suppliers.actions.loading.scratch import Scratch
from suppliers.actions.loading.tally import Change, Fate, Tally, described
from suppliers.actions.loading.trace import Trace
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import shown
from suppliers.imports.records import Record
from suppliers.models import Order, OrderLine, Partner

LineKey = tuple[str, str, str]  # partner's code, order number, line number
Rows = list[tuple[int, Any]]

MEND = gettext_noop("Mend it in the file and send the file again.")
_NO_PARTNER = gettext_noop("No partner has the code “%(code)s”.")
_CREATE_IT = gettext_noop("Create the partner first, or import the orders with “create missing partners”.")
_TWICE = gettext_noop("Row %(row)s already says something else of the same one.")
_TWICE_WAY_OUT = gettext_noop("Keep the row that is right and leave the other out.")


@dataclass(frozen=True, slots=True)
class PartnerRef:
    """`pk` is an integer, or None for a partner that a dry run would create."""

    pk: Any
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line as promises and receipts need it; `quantity` scaled by 10^6, keys None in a dry run."""

    pk: Any
    partner_id: Any
    quantity: int
    requested_on: dt.date
    ordered_on: dt.date | None


@dataclass
class Book:
    """`names` gives each of our columns the header of the file; `store` is False in a dry run."""

    by: Actor
    now: dt.datetime
    store: bool
    create_partners: bool
    partner_kind: str
    currency: str
    names: Mapping[str, Mapping[str, str]]
    partners: dict[str, PartnerRef] = field(default_factory=dict)
    lines: dict[LineKey, LineRef] = field(default_factory=dict)
    scratch: Scratch = field(default_factory=Scratch)
    touched: set[int] = field(default_factory=set)
    trace: Trace = field(default_factory=Trace)

    def start_chunk(self) -> None:
        """Forgets what the database now knows."""
        self.touched.clear()
        self.trace.clear()
        self.lines.clear()

    def know_line(self, key: LineKey, line: LineRef) -> None:
        """A line that this file brought. A dry run finds it nowhere else later on."""
        self.lines[key] = line
        if line.pk is None:
            self.scratch.keep(("line", *key), line)

    def name(self, dataset: str, identifier: str) -> str:
        return self.names.get(dataset, {}).get(identifier, identifier)

    def refuse(
        self, tally: Tally, dataset: str, row: int, identifier: str, value: object, reason: Message,
        way_out: str = MEND,
    ) -> None:  # fmt: skip
        tally.refuse(row, self.name(dataset, identifier), shown(value), reason, say(way_out))

    def is_repeated(
        self, tally: Tally, dataset: str, row: int, key: tuple[object, ...], record: Record, column: str
    ) -> bool:
        """Did an earlier row of the file name the same thing? Then this one is the same, or refused."""
        first, alike = self.scratch.first((dataset, *key), row, tuple(record.__dict__.values()))
        if first == row:
            return False
        if alike:
            tally.count(row, Fate.SAME)
        else:
            self.refuse(tally, dataset, row, column, key[-1], say(_TWICE, row=first), _TWICE_WAY_OUT)
        return True

    def know_partners(self, codes: Iterable[str]) -> None:
        """Looks up the codes that no earlier row named: one query, or none."""
        unknown = set(codes) - self.partners.keys()
        if unknown:
            found = Partner.objects.filter(code__in=unknown).values_list("pk", "code", "name")
            self.partners.update({code: PartnerRef(pk, code, name) for pk, code, name in found})

    def refuse_unknown_partner(self, tally: Tally, dataset: str, row: int, code: str) -> None:
        self.refuse(tally, dataset, row, "partner_code", code, say(_NO_PARTNER, code=shown(code)), _CREATE_IT)

    def find_lines(self, keys: Iterable[LineKey]) -> None:
        """Looks up the lines that this file did not just bring: one query, or none."""
        wanted = set(keys) - self.lines.keys()
        if not self.store:
            kept = {key: line for key in wanted if (line := self.scratch.find(("line", *key)))}
            self.lines |= kept
            wanted -= kept.keys()
        if not wanted:
            return
        found = OrderLine.objects.filter(
            order__number__in={order for _, order, _ in wanted},
            number__in={line for _, _, line in wanted},
            partner__code__in={code for code, _, _ in wanted},
        ).values_list(
            "partner__code", "order__number", "number", "pk", "partner_id", "quantity", "requested_on",
            "order__ordered_on",
        )  # fmt: skip
        for code, order, number, *facts in found:
            if (code, order, number) in wanted:
                self.lines[code, order, number] = LineRef(*facts)

    def refuse_unknown_lines(self, tally: Tally, dataset: str, rows: Rows) -> None:
        """Says of each row without a line what is missing: partner, order or line, or whose it is."""
        if not rows:
            return
        numbers = {record.order_number for _, record in rows}
        owners: dict[str, dict[str, str]] = {}
        for number, code, name in Order.objects.filter(number__in=numbers).values_list(
            "number", "partner__code", "partner__name"
        ):
            owners.setdefault(number, {})[code] = name
        for row, record in rows:
            self._refuse_unknown_line(tally, dataset, row, record, owners.get(record.order_number, {}))

    def _refuse_unknown_line(
        self, tally: Tally, dataset: str, row: int, record: Any, owners: Mapping[str, str]
    ) -> None:
        partner = self.partners.get(record.partner_code)
        order, line = record.order_number, record.line_number
        if partner is None:
            self.refuse_unknown_partner(tally, dataset, row, record.partner_code)
        elif record.partner_code in owners:
            reason = say(gettext_noop("Order %(order)s has no line %(line)s."), order=order, line=line)
            self.refuse(tally, dataset, row, "line_number", line, reason, _ORDER_FIRST)
        elif owners:
            reason = say(
                gettext_noop("Order %(order)s belongs to %(owner)s, not to %(partner)s."),
                order=order, owner=", ".join(sorted(owners.values())), partner=partner.name,
            )  # fmt: skip
            self.refuse(tally, dataset, row, "order_number", order, reason)
        else:
            reason = say(
                gettext_noop("%(partner)s has no order %(order)s."), partner=partner.name, order=order
            )
            self.refuse(tally, dataset, row, "order_number", order, reason, _ORDER_FIRST)


_ORDER_FIRST = gettext_noop("Import the order first, then this file again.")


def key_of(record: Any) -> LineKey:
    return record.partner_code, record.order_number, record.line_number


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model that a column sets. `scaled` fields hold integers of 10^-6 units."""

    name: str
    column: str
    scaled: bool = False

    def changed(self, row: int, title: str, sub: str, was: object, now: object, header: str) -> Change:
        was_text, was_kind = described(was, scaled=self.scaled)
        now_text, now_kind = described(now, scaled=self.scaled)
        return Change(row, title, sub, header, was_text, now_text, now_kind if now_text else was_kind)
