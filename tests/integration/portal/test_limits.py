"""How often somebody may ask, as an installation counts it: in a table that all processes share."""

import pytest
from django.core.management import call_command
from time_machine import travel

from portal.settings import CACHES
from portal.views.limits import is_too_often

pytestmark = pytest.mark.django_db


@travel("2026-10-20T10:00:00Z", tick=False)
def test_a_crowd_at_the_door_pushes_out_nobody_s_count(settings):
    """Who tries from many addresses at once must not begin again from none."""
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    assert not any(is_too_often("knocks", "one", times=3, seconds=3600) for _ in range(3))
    for number in range(320):
        is_too_often("knocks", f"other-{number}", times=3, seconds=3600)
    assert is_too_often("knocks", "one", times=3, seconds=3600)
