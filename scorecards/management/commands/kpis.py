"""`manage.py kpis --from D --to D`: figures of every partner, and of all together, as they are now."""

import csv
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scorecards.engine.catalogue import CATALOGUE
from scorecards.management.asking import add_scope_arguments, partners_of, scope_of
from scorecards.presenters.live import live_figures
from suppliers.enums import PartnerKind

_SHOWN = ("kpi", "partner", "basis", "value", "numerator", "denominator", "n", "excused")


class Command(BaseCommand):
    help = "Compute KPIs for a span of days (both ends inside), for each partner and for all together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_scope_arguments(parser)
        parser.add_argument("--kpi", nargs="+", action="extend", choices=list(CATALOGUE), metavar="CODE")
        parser.add_argument("--partner", nargs="+", action="extend", metavar="CODE")
        parser.add_argument("--kind", choices=PartnerKind.values, default="")
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="print one JSON document, nothing else")
        shape.add_argument("--csv", action="store_true", help="print CSV with a header")

    def handle(self, *args: Any, **options: Any) -> None:
        partners = partners_of(options["partner"] or [], options["kind"])
        scope = scope_of(options, partners, kind=options["kind"])
        kpis = [CATALOGUE[code] for code in dict.fromkeys(options["kpi"] or CATALOGUE)]
        records = [figure.as_record() for figure in live_figures(kpis, scope, partners)]
        if options["json"]:
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
        elif options["csv"]:
            writer = csv.DictWriter(self.stdout, list(records[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
        else:
            self._table(records)

    def _table(self, records: list[dict[str, Any]]) -> None:
        rows = [_SHOWN, *(tuple(_word(record, name) for name in _SHOWN) for record in records)]
        widths = [max(len(row[index]) for row in rows) for index in range(len(_SHOWN))]
        for row in rows:
            cells = [
                cell.ljust(width) if index < 3 else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.stdout.write("  ".join(cells).rstrip())


def _word(record: dict[str, Any], name: str) -> str:
    value = record[name]
    if value is None:
        return {"partner": "(all)", "basis": "", "value": "no data"}.get(name, "-")
    return str(value)
