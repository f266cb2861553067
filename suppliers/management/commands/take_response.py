"""`manage.py take_response FILE --by EMAIL`: a partner's order response as answers to its lines."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.models import User
from suppliers.actions.replies import LineTaken, take
from suppliers.enums import Fate
from suppliers.imports.problems import FileRefused

WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Take in an order response (Peppol BIS 3, T76): each line is answered as the partner says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who of us notes it")
        parser.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"], is_active=True).exclude(role="").first()
        if user is None:
            raise CommandError(f"Nobody of ours has the address {options['by']}.", returncode=WRONG_ARGUMENTS)
        try:
            with options["file"].open("rb") as stream:
                taken = take(by=Actor(user=user), stream=stream)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=WRONG_ARGUMENTS) from error
        except FileRefused as refusal:
            raise CommandError(refusal.message.translated(_)) from refusal
        except PermissionDenied as denied:
            raise CommandError(f"{user} may not answer for partners.") from denied
        records = [_record(one) for one in taken.lines]
        if options["json"]:
            document = {"order": taken.order.number, "code": taken.code, "lines": records}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"Order {taken.order.number}: {taken.code}")
            for record in records:
                self.stdout.write(f"    {record['line']}  {record['fate'] or '-'}  {record['why']}")
        if any(record["fate"] in (Fate.REFUSED, Fate.STALE) for record in records):
            raise CommandError("Some lines were refused; the others are stored.")


def _record(one: LineTaken) -> dict[str, str]:
    said = one.said
    return {"line": one.number, "fate": said.fate.value if said else "", "why": said.why if said else one.why}
