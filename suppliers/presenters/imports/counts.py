"""What became of the rows of a file, counted."""

from django.utils.translation import gettext as _

from portal.presentation import number
from suppliers.actions.loading.tally import Fate
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch
from suppliers.presenters.imports.shapes import DatasetCount, Tile


def counts_of(batch: ImportBatch) -> dict[str, int]:
    return {str(fate): batch.counts.get("file", {}).get(fate, 0) for fate in Fate}


def counted(batch: ImportBatch, fate: str) -> int:
    return int(batch.counts.get("file", {}).get(fate, 0))


def tiles_of(batch: ImportBatch, counts: dict[str, int]) -> list[Tile]:
    if not batch.counts:
        return []
    parts = [number(counts[name]) for name in ("new", "changed", "same", "refused")]
    total = number(batch.rows)
    if counts["ignored"]:
        sum_words = _("%(sum)s + %(ignored)s left out = %(total)s rows in the file") % {
            "sum": " + ".join(parts), "ignored": number(counts["ignored"]), "total": total,
        }  # fmt: skip
    else:
        sum_words = _("%(sum)s = %(total)s rows in the file") % {"sum": " + ".join(parts), "total": total}
    changed = _("only what differs is written") if counts["changed"] else _("no stored value differs")
    return [
        Tile(_("New"), parts[0], _new_words(batch), "new"),
        Tile(_("Changed"), parts[1], changed, "chg"),
        Tile(_("Same"), parts[2], _("already stored, nothing to do"), "same"),
        Tile(_("Refused"), parts[3], sum_words, "bad", bad=counts["refused"] > 0),
    ]


def _new_words(batch: ImportBatch) -> str:
    orders = batch.counts.get("orders", {})
    if orders.get("orders"):
        return _("%(lines)s order lines, %(orders)s new orders") % {
            "lines": number(orders["new"]), "orders": number(orders["orders"]),
        }  # fmt: skip
    return _("not stored before")


def datasets_of(batch: ImportBatch) -> list[DatasetCount]:
    """What a row of the file holds of each dataset; empty for a file of one."""
    named = [(name, item) for name, item in batch.counts.items() if name != "file"]
    if len(named) < 2:
        return []
    return [
        DatasetCount(
            _(DATASETS[name].title),
            *(number(item[fate]) for fate in ("new", "changed", "same", "refused", "ignored")),
        )
        for name, item in named
    ]
