"""`manage.py contribution --from D --to D`: what each partner of a kind contributes, and what names none."""

import csv
import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.actors import system_actor
from suppliers.enums import PartnerKind
from suppliers.facts.contribution import Span
from suppliers.facts.ranking import Ranking, ranking
from suppliers.presenters.contribution.document import COLUMNS, csv_rows, document

WRONG_ARGUMENTS = 2


def a_day(text: str) -> date:
    """A command line's YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day: write YYYY-MM-DD") from error


class Command(BaseCommand):
    help = "Print what partners contribute over a span of days (both ends inside), the highest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=a_day, required=True, metavar="D", help="first day")
        parser.add_argument("--to", dest="end", type=a_day, required=True, metavar="D", help="last day")
        parser.add_argument("--kind", choices=PartnerKind.values, help="of partners; all four by default")
        parser.add_argument(
            "--currency", default="", metavar="CODE", help="only entries booked in it, in it (all, converted)"
        )
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="print one JSON document, nothing else")
        shape.add_argument("--csv", action="store_true", help="print CSV with a header")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["start"] > options["end"]:
            words = f"--from {options['start']} is after --to {options['end']}."
            raise CommandError(words, returncode=WRONG_ARGUMENTS)
        span = Span(options["start"], options["end"])
        kinds = [options["kind"]] if options["kind"] else PartnerKind.values
        found = [ranking(system_actor(), kind, span, booked_in=options["currency"]) for kind in kinds]
        if options["json"]:
            documents = {one.kind: document(one) for one in found}
            whole = documents[options["kind"]] if options["kind"] else {"kinds": documents}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
        elif options["csv"]:
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(row for one in found for row in csv_rows(one))
        else:
            for one in found:
                self._table(one)

    def _table(self, one: Ranking) -> None:
        rows = [tuple(row) for row in csv_rows(one)]
        rows = [COLUMNS, *rows[:-1], ("(none named)", *rows[-1][1:])]
        total = ("(company)", one.kind, one.company.net_revenue, one.company.cost, one.company.contribution)
        words = [
            ["-" if cell is None else str(cell) for cell in row] for row in (*rows, (*total, None, None, ""))
        ]
        widths = [max(len(row[index]) for row in words) for index in range(len(COLUMNS))]
        self.stdout.write(f"{one.kind}, minor units of {one.currency}")
        for row in words:
            cells = [
                cell.ljust(width) if index < 2 else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.stdout.write("  ".join(cells).rstrip())
