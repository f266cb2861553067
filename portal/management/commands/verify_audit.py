"""`manage.py verify_audit`: is the trail as it was written? Exits 1 and names the row when it is not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from portal.actions.sealing import find_break
from portal.db import guarding
from portal.db.trail import TRAIL
from portal.models import AuditEvent


class Command(BaseCommand):
    help = "Recompute the hash chain of the audit trail and look for its triggers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = find_break()
        missing = guarding.missing(connection, TRAIL)
        report = {
            "sealed": AuditEvent.objects.chain().count(),
            "unsealed": AuditEvent.objects.unsealed().count(),
            "broken_at": broken[0] if broken else None,
            "row": broken[1].pk if broken and broken[1] else None,
            "missing_guards": missing,
        }
        self.stdout.write(json.dumps(report) if options["json"] else _sentence(report))
        if broken or missing:
            raise SystemExit(1)


def _sentence(report: dict[str, Any]) -> str:
    if report["broken_at"]:
        row = f"row {report['row']}" if report["row"] else "a row that is gone"
        return f"The chain breaks at place {report['broken_at']}: {row} is not as it was sealed."
    if report["missing_guards"]:
        return f"The chain holds, but triggers are missing: {', '.join(report['missing_guards'])}."
    return f"The chain holds: {report['sealed']} events sealed, {report['unsealed']} wait."
