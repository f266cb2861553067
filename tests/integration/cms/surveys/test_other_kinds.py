"""What others were asked stays theirs, also where a later round is compared with it."""

from datetime import date, timedelta

import pytest

from cms.actions import surveys
from portal.actors import Actor
from portal.clocks import local_day
from suppliers.enums import PartnerKind
from suppliers.models import Partner
from tests.integration.cms.surveys.conftest import LATER, words
from tests.integration.cms.surveys.test_confidential import rows

pytestmark = pytest.mark.django_db


def test_a_comparison_tells_nothing_of_a_round_that_asked_others(
    login, alice, bob, make_page, crowd, brandt, open_round, say, close, noon
):
    """First agents were asked, then suppliers; both rounds are published."""
    Partner.objects.filter(pk__in=[one.pk for one in crowd]).update(kind=PartnerKind.AGENT)
    page = make_page(kinds=f",{PartnerKind.AGENT},")
    agents = open_round(page)
    for partner in crowd:
        say(agents, partner, 3)
    close(agents, publish=True)
    later = LATER + timedelta(days=30)
    noon.move_to(later)
    Partner.objects.filter(pk__in=[one.pk for one in crowd[:6]]).update(kind=PartnerKind.SUPPLIER)
    page.kinds = f",{PartnerKind.SUPPLIER},"
    page.save()
    first: date = local_day(later)
    suppliers = open_round(page, at=later, opens_on=first, closes_on=first + timedelta(days=5))
    for partner in [*crowd[:6], brandt]:
        say(suppliers, partner, 8, at=later)
    closed = surveys.close(by=Actor(user=alice), survey_round=suppliers, at=later)
    surveys.publish(by=Actor(user=alice), survey_round=closed, at=later)

    path = f"/listening/rounds/{closed.public_id}/"
    assert "Last time" in words(login(alice).get(path))
    client = login(bob)
    assert client.get(f"/listening/rounds/{agents.public_id}/").status_code == 404
    assert "7 answered" in words(client.get(path))
    assert "Last time" not in words(client.get(path))
    assert not any("Last time" in cell for row in rows(client.get(f"{path}?format=csv")) for cell in row)
