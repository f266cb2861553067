"""A policy for suppliers, asked of their people; time stands at 5 October 2026, a Monday, and moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cms.enums import Audience
from cms.jobs_texts import look_after_texts
from tests.answers import add_policy, issue

START = date(2026, 10, 5)
FOR_SUPPLIERS = {"audience": Audience.PARTNERS, "kinds": ",supplier,", "asks_partners": True}


def moment(day):
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@pytest.fixture
def clock(db):
    """`clock.on(day)` moves to the morning of a day; `clock.run(days)` lets the job run on these days."""
    with time_machine.travel(moment(START), tick=False) as traveller:
        yield Clock(traveller)


class Clock:
    def __init__(self, traveller):
        self.traveller = traveller

    def on(self, day):
        self.traveller.move_to(moment(day), tick=False)

    def after(self, *days):
        """The job runs on each of these days after the start."""
        for one in days:
            self.on(START + timedelta(days=one))
            look_after_texts()


@pytest.fixture
def policy(clock, erin):
    """Erin's; nothing is issued yet."""
    return add_policy(keeper=erin, **FOR_SUPPLIERS)


@pytest.fixture
def version(policy, erin):
    """Version 1, in force since New Year."""
    return issue(policy, owner=erin, **FOR_SUPPLIERS)


@pytest.fixture
def issue_next(policy, erin):
    """`issue_next(major, minor, since=START, **facts)`: for suppliers, unless said otherwise."""

    def make(major, minor=0, since=START, **facts):
        return issue(policy, major, minor, owner=erin, since=since, **{**FOR_SUPPLIERS, **facts})

    return make
