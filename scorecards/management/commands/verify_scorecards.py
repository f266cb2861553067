"""`manage.py verify_scorecards`: does everything published still follow from its rows, and from the facts?"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scorecards.actions.verifying import Checked, verify


class Command(BaseCommand):
    help = "Recompute every published figure from its rows and from today's facts; exit 1 when some differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = Checked()
        differences = list(verify(checked))
        if options["json"]:
            document = {
                "cards": checked.cards,
                "figures": checked.figures,
                "differences": [one.as_json() for one in differences],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for one in differences:
                self.stdout.write(
                    f"{one.partner} {one.period} revision {one.revision}, {one.kpi}: published "
                    f"{one.published}, {one.against} give {one.computed}: {one.why}"
                )
            self.stdout.write(
                f"{checked.cards} cards with {checked.figures} figures; {len(differences)} differ."
            )
        if differences:
            sys.exit(1)
