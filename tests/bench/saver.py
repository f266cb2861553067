"""Another user: saves a partner again and again until told to stop, and says how long the saves took."""

import json
import os
import select
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()

from portal.actions.saving import save_checked  # noqa: E402  Django must be set up first
from portal.actors import system_actor  # noqa: E402
from suppliers.models import Partner  # noqa: E402


def save_until_told() -> list[float]:
    by = system_actor()
    partner = Partner.objects.create(code="SAVER", name="Saver", kind="supplier")
    print("ready", flush=True)
    waits: list[float] = []
    while not select.select([sys.stdin], [], [], 0.02)[0]:
        start = time.perf_counter()
        save_checked(by=by, row=partner, version=partner.version, changes={"phone": str(len(waits))})
        waits.append(time.perf_counter() - start)
    return waits


if __name__ == "__main__":
    waits = sorted(save_until_told())
    print(json.dumps({"saves": len(waits), "p95": waits[int(len(waits) * 0.95)], "longest": waits[-1]}))
