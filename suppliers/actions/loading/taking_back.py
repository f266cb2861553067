"""One step of a loading, backwards: changed values, then promises by a `void`, then what was created."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel
from portal.models import Timestamped, Versioned, new_public_id
from suppliers.actions.attribution import follow
from suppliers.actions.ledger_corrections import corrected
from suppliers.actions.loading.changes import ASKED, follow_lines
from suppliers.actions.loading.trace import digest, neutral
from suppliers.actions.rates import derive, reconvert_all
from suppliers.enums import PromiseEvent
from suppliers.models import (
    Attribution,
    ExchangeRate,
    ImportBatch,
    LedgerEntry,
    LineRemoval,
    Order,
    OrderLine,
    Promise,
    PromisePart,
)

# In this order what refers to others goes before what it refers to.
CREATED = (
    "Receipt", "ShipNotice", "OrderLine", "Order", "Invoice", "LedgerEntry", "SalesTarget",
    "CommissionAgreement", "ExchangeRate", "CustomerCount", "PartnerDocument", "Contact", "Partner",
)  # fmt: skip
# Worked out from the facts: it goes with them.
_DERIVED = ("DeliverySlice", "DeliveryOutcome", "LineStanding")


class Undo:
    """Takes one step back. `kept`: what stays, with the reason; `touched`: lines to be judged again."""

    def __init__(self, *, by: Actor, batch: ImportBatch, trace: dict[str, Any], now: dt.datetime) -> None:
        self.by = by
        self.batch = batch
        self.created = trace.get("created", {})
        self.changed = trace.get("changed", {})
        self.now = now
        self.kept: list[list[str]] = []
        self.touched: set[int] = set()
        self.entries: set[int] = set()  # of the ledger, restored
        self.orders: set[str] = set()  # that entries came to or left

    def run(self) -> None:
        rates = self._rates()
        for name in reversed(CREATED):
            self._restore(_model(name), self.changed.get(name, {}))
        self._void([pk for pk, _digest in self.created.get("Promise", [])])
        self._unsay([pk for pk, _digest in self.created.get("PromisePart", [])])
        for name in CREATED:
            if name in self.created:
                self._remove(_model(name), dict(self.created[name]))
            if name == LedgerEntry.__name__ and (self.entries or self.orders):
                follow(by=self.by, entry_ids=self.entries, references=self.orders)
        reconvert_all(rates)

    def _keep(self, row: models.Model, why: str) -> None:
        self.kept.append([str(row._meta.verbose_name), str(row), why])

    def _restore(self, model: type[models.Model], changed: dict[str, dict[str, list[Any]]]) -> None:
        rows: list[Any] = []
        names = set[str]()
        found = list(model._default_manager.filter(pk__in=changed))
        for row in self._uncorrected(found) if model is LedgerEntry else found:
            ours = self._still_ours(row, changed[str(row.pk)])
            if isinstance(row, LedgerEntry):
                self.orders.add(row.reference)
            for name, was in ours.items():
                setattr(row, name, _field(model, name).to_python(was))
            if ours:
                names |= ours.keys() | self._stamp(row)
                rows.append(row)
                self._touch(row)
        if model is LedgerEntry:
            self.entries.update(row.pk for row in rows)
            derive(rows)
            names |= {"month", "company_minor"}
        if rows:
            fields = sorted(_field(model, name).name for name in names)
            model._default_manager.bulk_update(rows, fields)

    def _uncorrected(self, rows: list[Any]) -> list[Any]:
        """What corrects an entry was said of it as it stands."""
        known = corrected(rows)
        for row in rows:
            if row.pk in known:
                self._keep(row, _("It has been corrected since, by %(by)s.") % {"by": known[row.pk].by})
        return [row for row in rows if row.pk not in known]

    def _still_ours(self, row: models.Model, values: dict[str, list[Any]]) -> dict[str, Any]:
        """What each value was that is still as we made it. What was asked of a line goes back as a whole."""
        moved = {name for name, (_was, now) in values.items() if neutral(getattr(row, name)) != now}
        if moved & set(ASKED):
            moved |= values.keys() & set(ASKED)
        for name in sorted(moved):
            field = _field(type(row), name)
            if field.editable:
                words = _("“%(field)s” has been changed since, to “%(value)s”.")
                self._keep(row, words % {"field": field.verbose_name, "value": getattr(row, name)})
        return {name: was for name, (was, _now) in values.items() if name not in moved}

    def _stamp(self, row: Any) -> set[str]:
        """An editable row says that it was changed: what somebody has open in an editor is stale."""
        # Not by the name: an agreement has a version too, of another sort.
        if not isinstance(row, Versioned) or not isinstance(row, Timestamped):
            return set()
        row.version, row.changed_by, row.updated_at = row.version + 1, self.by.label, self.now
        return {"version", "changed_by", "updated_at"}

    def _touch(self, row: Any) -> None:
        if isinstance(row, OrderLine):
            self.touched.add(row.pk)
        elif isinstance(row, Order):
            self.touched.update(row.lines.values_list("pk", flat=True))
        elif isinstance(row, LedgerEntry):
            self.orders.add(row.reference)
        elif hasattr(row, "line_id"):
            self.touched.add(row.line_id)

    def _void(self, pks: list[int]) -> None:
        """Nothing that was said is removed: a `void` follows it."""
        promises = list(Promise.objects.in_force().filter(pk__in=pks))
        Promise.objects.bulk_create(self._void_of(promise) for promise in promises)
        self.touched.update(promise.line_id for promise in promises)
        changes = {item.line_id for item in promises if item.event == PromiseEvent.BUYER_CHANGE}
        follow_lines(by=self.by, line_ids=changes, now=self.now)

    def _unsay(self, pks: list[int]) -> None:
        """Parts that were added to an older promise: it is taken back, and said again without them."""
        parts = PromisePart.objects.filter(pk__in=pks).values_list("promise_id", flat=True)
        promises = list(Promise.objects.in_force().filter(pk__in=parts).prefetch_related("parts"))
        self._void([promise.pk for promise in promises])
        again: list[PromisePart] = []
        for promise in promises:
            kept = [part for part in promise.parts.all() if part.pk not in pks]
            promise.pk, promise.public_id, promise.take = None, new_public_id(), promise.take + 1
            again += [
                PromisePart(
                    promise=promise, number=part.number, quantity=part.quantity, promised_on=part.promised_on
                )
                for part in kept
            ]
        Promise.objects.bulk_create(promises)
        PromisePart.objects.bulk_create(again)

    def _void_of(self, promise: Promise) -> Promise:
        return Promise(
            line_id=promise.line_id,
            partner_id=promise.partner_id,
            event=PromiseEvent.VOID,
            voids=promise,
            made_at=self.now,
            made_by=self.by.label,
            channel=Channel.IMPORT,
            reason=_("The import of %(file)s was taken back.") % {"file": self.batch.file_name[:120]},
        )

    def _remove(self, model: type[models.Model], made: dict[int, str]) -> None:
        rows = {row.pk: row for row in model._default_manager.filter(pk__in=made)}
        same = {pk for pk, row in rows.items() if digest(row) == made[pk]}
        for pk in sorted(rows.keys() - same):
            self._keep(rows[pk], _("It has been changed since."))
        referred = _referred(model, same)
        if model is ExchangeRate:
            referred |= self._needed(rows[pk] for pk in sorted(same))
        for pk in sorted(same & referred.keys()):
            self._keep(rows[pk], _("It is in use: %(by)s.") % {"by": referred[pk]})
        gone = same - referred.keys()
        for pk in gone:
            self._touch(rows[pk])
        if model is OrderLine:
            self._put_on_record(sorted(gone))
            self.touched -= gone
        model._default_manager.filter(pk__in=gone).delete()

    def _put_on_record(self, pks: list[int]) -> None:
        """What was said of a line goes only with the line, once that is on record."""
        reason = _("The import of %(file)s was taken back.") % {"file": self.batch.file_name[:120]}
        known = OrderLine.objects.filter(pk__in=pks)
        LineRemoval.objects.bulk_create(
            LineRemoval(
                line_key=pk,
                partner_code=code,
                order_number=order,
                line_number=number,
                reason=reason,
                removed_by=self.by.label,
            )
            for pk, code, order, number in known.values_list("pk", "partner__code", "order__number", "number")
        )

    def _needed(self, rates: Iterable[Any]) -> dict[int, str]:
        """Rates without which a ledger entry would have none."""
        found = {}
        for rate in rates:
            earlier = ExchangeRate.objects.filter(currency=rate.currency, date__lt=rate.date)
            until = ExchangeRate.objects.filter(currency=rate.currency, date__gt=rate.date).exclude(
                pk__in=[pk for pk, _digest in self.created["ExchangeRate"]]
            )
            entries = LedgerEntry.objects.filter(currency=rate.currency, date__gte=rate.date)
            next_day = until.order_by("date").values_list("date", flat=True).first()
            entries = entries.filter(date__lt=next_day) if next_day else entries
            if entries.exists() and not earlier.exists():
                found[rate.pk] = str(LedgerEntry._meta.verbose_name)
        return found

    def _rates(self) -> list[tuple[str, dt.date]]:
        """Currency and day of each rate that this step made or changed."""
        pks = [pk for pk, _digest in self.created.get("ExchangeRate", [])]
        pks += [int(pk) for pk in self.changed.get("ExchangeRate", {})]
        return list(ExchangeRate.objects.filter(pk__in=pks).values_list("currency", "date"))


def _referred(model: type[models.Model], pks: set[int]) -> dict[int, str]:
    """What others still refer to, and by what."""
    found: dict[int, str] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not pks or not isinstance(relation, models.ForeignObjectRel):
            continue
        other = relation.related_model
        if not isinstance(other, type) or other.__name__ in _DERIVED:
            continue
        if other is Attribution and model is LedgerEntry:
            continue  # it goes with its entry, but keeps its partner
        # What was promised and taken back goes with its line.
        rows = Promise.objects.in_force() if other is Promise else other._default_manager.all()
        refer = rows.filter(**{f"{relation.field.name}__in": pks})
        for pk in refer.values_list(relation.field.attname, flat=True):
            found.setdefault(pk, str(other._meta.verbose_name))
    return found


def _model(name: str) -> type[models.Model]:
    return apps.get_model("suppliers", name)


def _field(model: type[models.Model], name: str) -> Any:
    """A field by the name of its column."""
    return next(field for field in model._meta.concrete_fields if field.attname == name)
