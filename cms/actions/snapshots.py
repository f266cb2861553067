"""How each quarter ended, published once it is closed: nobody changes it afterwards."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from cms.facts.results import closing_day, newest_closed, reading, rule_facts
from cms.models import StandardPage, StandardSnapshot
from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.evidence import ENGINE_VERSION

QUARTER = 3


def take(*, by: Actor, at: datetime) -> int:
    """Every quarter that has closed since a standard was first published, also after missed runs; how many.

    What is counted late says so: `taken_at` is the moment, `as_of` the closing day.
    """
    taken = 0
    for page in StandardPage.objects.live().filter(first_published_at__isnull=False).order_by("pk"):
        if page.kpi in CATALOGUE:
            taken += _take(by, page, at)
    return taken


def _take(by: Actor, page: StandardPage, at: datetime) -> int:
    known = set(page.snapshots.values_list("period", flat=True))
    count = 0
    for quarter in _closed(page, local_day(at)):
        if quarter.key not in known:
            with transaction.atomic():
                count += _store(by, page, quarter, at)
    return count


def _store(by: Actor, page: StandardPage, quarter: Period, at: datetime) -> bool:
    found = reading(page, quarter)
    row, made = StandardSnapshot.objects.get_or_create(
        standard=page,
        period=quarter.key,
        defaults={
            "starts_on": found.starts_on,
            "ends_on": found.ends_on,
            "as_of": found.as_of,
            "taken_at": at,
            "promise": page.promise,
            "rule": rule_facts(page),
            "engine_version": ENGINE_VERSION,
            "target": page.target,
            "value": found.value,
            "n": found.n,
            "excused": found.excused,
            "met": found.met,
        },
    )
    if made:
        facts = {"period": quarter.key, "met": found.met, "n": found.n}
        audit.record(by=by, verb="standard.snapshot", obj=row, data=facts)
    return made


def _closed(page: StandardPage, today: date) -> Iterator[Period]:
    """From the first quarter that closed after it was published."""
    newest, first = newest_closed(page, today), local_day(page.first_published_at)
    quarter = Period.containing(first, QUARTER).shifted(-1)
    while quarter.start <= newest.start:
        if closing_day(page, quarter) >= first:
            yield quarter
        quarter = quarter.shifted(1)
