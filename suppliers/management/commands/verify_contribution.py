"""`manage.py verify_contribution`: are the sums of the ledger those of its entries? Exits 1 when not."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.actors import system_actor
from suppliers.actions.rolling import rebuild
from suppliers.facts.rolled import differences, strays


class Command(BaseCommand):
    help = "Add up the ledger again and compare it with the sums that pages read; exit 1 when some differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="first make the sums anew")
        parser.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            rebuild(by=system_actor())
        found, astray = differences(), list(strays().select_related("entry"))
        if options["json"]:
            document = {
                "differences": [one.as_json() for one in found],
                "attributions": [f"{one.entry.entry_id} {one.role} {one.place}" for one in astray],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self.stdout.write(
                    f"{one.role or 'all'} {one.partner or ''} {one.month} {one.kind} {one.currency}: "
                    f"stored {one.stored}, the entries give {one.summed}"
                )
            for part in astray:
                self.stdout.write(f"{part.entry.entry_id}, {part.role} {part.place}: not as its entry says")
            self.stdout.write(
                f"{len(found)} sums differ, {len(astray)} attributions do not follow their entry."
            )
        if found or astray:
            sys.exit(1)
