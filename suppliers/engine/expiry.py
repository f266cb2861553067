"""On which days before a paper runs out both sides are told."""

from datetime import date, timedelta

THRESHOLDS = (90, 60, 30, 0)
# What was missed longer ago is no news any more.
CATCH_UP = 60


def thresholds_due(expires_on: date, learned_on: date, today: date) -> tuple[int, ...]:
    """The thresholds (days before `expires_on`) that have come by today, the earliest first.

    One that had passed before `learned_on`, when we heard of the day, is left out; so is one that came more
    than CATCH_UP days ago.
    """
    found = []
    for days in THRESHOLDS:
        day = expires_on - timedelta(days=days)
        if learned_on <= day <= today <= day + timedelta(days=CATCH_UP):
            found.append(days)
    return tuple(found)
