"""Programs read whether a thank-you stands on the public wall, as the page says it; people decide it."""

import pytest
from django.utils import timezone

from suppliers.actions import recognition, wall
from suppliers.facts.wall import shown
from suppliers.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(alice, brandt, bob, actor_of):
    text = "Your warning on the covers came three weeks ahead."
    return recognition.thank(by=actor_of(alice), partner=brandt, text=text, at=timezone.now())


def _in_the_api(program, person, said):
    return program(person).get(f"recognitions/{said.public_id}/").json()["wall"]


def test_programs_of_both_sides_read_what_the_page_says_and_change_nothing(
    program, said, alice, bob, actor_of
):
    assert _in_the_api(program, bob, said) == {"shown": False, "consent": "unasked", "by": "", "at": None}
    wall.ask(by=actor_of(alice), recognition=said, at=timezone.now())
    assert _in_the_api(program, bob, said)["consent"] == "asked"
    at = timezone.now()
    wall.decide(by=actor_of(bob), recognition=said, is_shown=True, at=at)
    for person in (alice, bob):
        found = _in_the_api(program, person, said)
        assert found == {"shown": True, "consent": "yes", "by": "Bob Brandt", "at": at.isoformat()}
    given = {"partner_code": "BRANDT", "text": "Thank you again.", "wall": {"shown": True}}
    refused = program(alice).post("recognitions/", given)
    assert refused.status_code == 400
    assert "wall" in refused.content.decode()
    wall.decide(by=actor_of(bob), recognition=said, is_shown=False, at=at)
    found = _in_the_api(program, alice, said)
    assert (found["shown"], found["consent"]) == (False, "no")


@pytest.mark.parametrize("how", ["taken back", "merged"])
def test_what_is_on_the_wall_no_longer_is_not_said_to_be(program, said, alice, bob, kestrel, actor_of, how):
    wall.decide(by=actor_of(bob), recognition=said, is_shown=True, at=timezone.now())
    if how == "merged":
        Partner.objects.filter(pk=said.partner_id).update(merged_into=kestrel)
    else:
        recognition.take_back(by=actor_of(alice), recognition=said, at=timezone.now())
    assert not shown().exists()
    found = _in_the_api(program, alice, said)
    assert (found["shown"], found["consent"]) == (False, "yes")
