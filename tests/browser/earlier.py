"""The portal with its clock set back: what takes months is walked through in one test, each step on its day.

Gunicorn's worker imports this instead of portal.wsgi; DAYS_AGO says how far its clock is behind.
"""

import os
from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) - timedelta(days=int(os.environ["DAYS_AGO"])), tick=True).start()

from portal.wsgi import application  # noqa: E402 - Django starts with the clock that was just set

__all__ = ["application"]
