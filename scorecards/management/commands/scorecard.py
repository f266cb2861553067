"""`manage.py scorecard PARTNER --period P`: one published card, on the screen, as JSON, PDF or rows."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import exports, pdf
from portal.engine.periods import BadPeriod, Period
from scorecards.management.asking import partners_of, wrong
from scorecards.models import Scorecard
from scorecards.pages.paper import paper
from scorecards.pages.rows import csv_rows
from scorecards.presenters import present, rows_of
from scorecards.presenters.records import card_record


class Command(BaseCommand):
    help = "Show one published card."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partner", help="the partner's code")
        parser.add_argument("--period", required=True, help="2014, 2014-Q1 or 2014-01")
        parser.add_argument("--revision", type=int, metavar="N", help="an older one (the newest)")
        parser.add_argument("--template", metavar="NAME", help="needed when several were published")
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="print one JSON document, nothing else")
        shape.add_argument("--pdf", type=Path, metavar="FILE", help="write the card as PDF")
        shape.add_argument("--rows", type=Path, metavar="FILE", help="write the rows behind it as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        card = self._card(options)
        if options["pdf"]:
            if not pdf.available():
                raise CommandError("This machine cannot write PDFs: install libpangoft2-1.0-0.")
            options["pdf"].write_bytes(pdf.pdf("scorecards/paper.html", {"page": paper(card)}))
        elif options["rows"]:
            codes = card.results.values_list("kpi", flat=True)
            with options["rows"].open("wb") as file:
                exports.write(csv_rows([rows_of(card, code) for code in codes]), exports.CSV, file)
        else:
            record = card_record(present(card), card.partner.code, card.cause)
            if options["json"]:
                self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            else:
                self._print(record)

    def _card(self, options: dict[str, Any]) -> Scorecard:
        try:
            period = Period.parse(options["period"])
        except BadPeriod as error:
            raise wrong(str(error)) from error
        partner = partners_of([options["partner"]])[0]
        cards = Scorecard.objects.filter(partner=partner, period=period.key)
        if options["template"]:
            cards = cards.filter(template__name=options["template"])
        revision = options["revision"]
        cards = cards.filter(is_latest=True) if revision is None else cards.filter(revision=revision)
        found = list(cards.select_related("partner", "template", "version"))
        if not found:
            what = "card" if revision is None else f"revision {revision}"
            raise CommandError(f"{partner.name} has no {what} for {period.key}.")
        if len(found) > 1:
            names = ", ".join(card.template.name for card in found)
            raise wrong(f"Several cards were published; choose with --template: {names}.")
        return found[0]

    def _print(self, record: dict[str, Any]) -> None:
        self.stdout.write(
            f"{record['partner_name']}, {record['period']}, revision {record['revision']}, "
            f"as of {record['as_of']}: {record['score'] or 'no score'} {record['band']}"
        )
        ours = record["our_score"] or "no score"
        self.stdout.write(f"  as its customer: {ours}")
        for kpi in [*record["kpis"], *record["our_kpis"]]:
            self.stdout.write(
                f"  {kpi['code']}: {kpi['value'] or 'no data'} ({kpi['numerator']} of {kpi['denominator']}, "
                f"n {kpi['n']}, {kpi['excused']} excused), {kpi['points'] or 'not graded'}"
            )
