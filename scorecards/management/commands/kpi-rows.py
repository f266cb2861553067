"""`manage.py kpi-rows --kpi CODE --partner CODE --from D --to D`: the rows behind one figure."""

import csv
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scorecards.engine.catalogue import CATALOGUE, COLUMNS
from scorecards.management.asking import add_scope_arguments, partners_of, scope_of
from scorecards.presenters.live import live_rows


class Command(BaseCommand):
    help = "List the rows behind one KPI of one partner; with the same options as kpis they add up to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_scope_arguments(parser)
        parser.add_argument("--kpi", required=True, choices=list(CATALOGUE), metavar="CODE")
        parser.add_argument("--partner", required=True, metavar="CODE")
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--csv", action="store_true", help="print CSV with a header (what it does anyhow)")
        shape.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        kpi = CATALOGUE[options["kpi"]]
        partners = partners_of([options["partner"]])
        rows = list(live_rows(kpi, scope_of(options, partners), partners[0]))
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
            return
        writer = csv.DictWriter(self.stdout, COLUMNS[kpi.source], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
