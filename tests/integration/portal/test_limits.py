"""How often somebody may ask, as an installation counts it: in a table that all processes share."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from time_machine import travel

from portal.settings import CACHES
from portal.views.limits import is_too_often
from tests.installations import ROOT

pytestmark = pytest.mark.django_db


COUNT = """
import sys
from portal.views.limits import is_too_often
print("ready", flush=True)
sys.stdin.readline()
print(sum(is_too_often("knocks", "one", times=60, seconds=86_400 * 365) for _ in range(40)))
"""


@travel("2026-10-20T10:00:00Z", tick=False)
def test_a_crowd_at_the_door_pushes_out_nobody_s_count(settings):
    """Who tries from many addresses at once must not begin again from none."""
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    assert not any(is_too_often("knocks", "one", times=3, seconds=3600) for _ in range(3))
    for number in range(320):
        is_too_often("knocks", f"other-{number}", times=3, seconds=3600)
    assert is_too_often("knocks", "one", times=3, seconds=3600)


def test_counting_does_not_move_the_end_of_the_span(settings):
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    with travel("2026-10-20T10:00:00Z", tick=False) as clock:
        cache.add("knocks", 0, timeout=3600)
        clock.shift(timedelta(minutes=50))
        assert cache.incr("knocks") == 1
        clock.shift(timedelta(minutes=9))
        assert cache.incr("knocks") == 2
        clock.shift(timedelta(minutes=2))
        assert cache.get("knocks") is None
        with pytest.raises(ValueError, match="knocks"):
            cache.incr("knocks")


def test_four_processes_count_together(own_installation):
    """160 knocks, of which 60 are let in: no two processes count the same one."""
    doors = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", COUNT],
            cwd=ROOT, env=own_installation, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for door in doors:
        assert door.stdout.readline() == "ready\n"
    for door in doors:
        door.stdin.write("go\n")
        door.stdin.flush()
    refused = [int(door.communicate(timeout=120)[0]) for door in doors]
    assert sum(refused) == 100
