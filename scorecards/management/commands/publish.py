"""`manage.py publish --period P`: publishes the cards of all partners; a second run changes nothing."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.actors import system_actor
from portal.clocks import local_day
from portal.engine.periods import BadPeriod, Period
from scorecards.actions.publishing import publish
from scorecards.actions.templates import SHIPPED_NAME
from scorecards.management.asking import a_day, wrong
from scorecards.models import ScorecardTemplate


class Command(BaseCommand):
    help = "Publish a closed month, quarter or year: 2014-01, 2014-Q1 or 2014."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", required=True, help="2014, 2014-Q1 or 2014-01")
        parser.add_argument("--template", default=SHIPPED_NAME, metavar="NAME")
        parser.add_argument("--as-of", type=a_day, metavar="D", help="publish as if it were this day (today)")
        parser.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["period"])
        except BadPeriod as error:
            raise wrong(str(error)) from error
        template = ScorecardTemplate.objects.filter(name=options["template"]).first()
        if template is None:
            names = ", ".join(ScorecardTemplate.objects.values_list("name", flat=True)) or "none"
            raise wrong(f"There is no template {options['template']!r}; there are: {names}.")
        result = publish(
            by=system_actor(),
            template=template,
            period=period,
            today=options["as_of"] or local_day(),
        )
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(
                f"{result.period}: {result.published} published, {result.unchanged} unchanged, "
                f"{result.revised} revised."
            )
            for refusal in result.refused:
                self.stderr.write(refusal["reason"])
        if result.refused:
            sys.exit(1)
