"""Twenty other users: each saves a partner again and again until told to stop; how long the saves took."""

import json
import os
import sys
import threading
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()

from django.db import connection  # noqa: E402  Django must be set up first

from portal.actions.saving import save_checked  # noqa: E402
from portal.actors import system_actor  # noqa: E402
from suppliers.models import Partner  # noqa: E402

USERS = 20
PAUSE = 1.0  # seconds between two saves of one user


def save_until(told: threading.Event, number: int, waits: list[float]) -> None:
    by = system_actor()
    partner = Partner.objects.create(code=f"SAVER{number}", name="Saver", kind="supplier")
    while not told.wait(PAUSE):
        start = time.perf_counter()
        save_checked(by=by, row=partner, version=partner.version, changes={"phone": str(len(waits))})
        waits.append(time.perf_counter() - start)
    connection.close()


if __name__ == "__main__":
    told, waits = threading.Event(), list[float]()
    users = [threading.Thread(target=save_until, args=(told, number, waits)) for number in range(USERS)]
    for user in users:
        user.start()
    print("ready", flush=True)
    sys.stdin.readline()
    told.set()
    for user in users:
        user.join()
    waits.sort()
    print(json.dumps({"saves": len(waits), "p95": waits[int(len(waits) * 0.95)], "longest": waits[-1]}))
