"""The relationship through the API: noted, kept, praised; what is not shared, and rivals, stay out."""

import pytest
from django.utils import timezone

from suppliers.models import Partner, Touchpoint

pytestmark = pytest.mark.django_db


def sent(brandt, **more):
    today = timezone.localdate().isoformat()
    return {"partner_code": brandt.code, "kind": "call", "on": today, "text": "Secretbrandt", **more}


def test_staff_note_and_a_partner_reads_only_what_is_shared(program, alice, bob, charlie, brandt):
    ours = program(alice)
    made = ours.post("touchpoints/", sent(brandt))
    assert made.status_code == 201
    shared = ours.post("touchpoints/", sent(brandt, is_shared=True, promised="x", promised_by_side="partner"))
    public_id = shared.json()["public_id"]
    theirs = program(bob)
    assert [row["public_id"] for row in theirs.get("touchpoints/").json()["results"]] == [public_id]
    assert theirs.post("touchpoints/", sent(brandt)).status_code == 403
    assert theirs.post(f"touchpoints/{public_id}/kept/", {}).json()["kept_at"]
    rival = program(charlie)
    assert rival.get("touchpoints/").json()["results"] == []
    assert rival.get(f"touchpoints/{public_id}/").status_code == 404
    assert rival.post(f"touchpoints/{public_id}/kept/", {}).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "pigeon"), ("on", "tomorrow"), ("is_shared", "yes"), ("state", "cancelled"), ("nonsense", 1)],
)
def test_what_is_wrong_is_refused_by_its_name(program, alice, brandt, name, value):
    ours = program(alice)
    refused = ours.post("touchpoints/", sent(brandt) | {name: value})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["column"] == name
    assert not Touchpoint.objects.exists()


def test_documents_are_for_our_own_people(program, alice, bob, brandt):
    ours = program(alice)
    for name in ("contact_plan", "retention", "at_risk"):
        assert "rows" in ours.get(f"{name}/").json()
        assert program(bob).get(f"{name}/").status_code == 404
    assert ours.get("retention/?by=week").status_code == 400


def test_a_partner_praises_whom_it_knows(program, alice, dana, bob, brandt):
    Partner.objects.filter(pk=brandt.pk).update(owner=alice)
    theirs = program(bob)
    said = {"person_email": alice.email, "text": "She called first"}
    assert theirs.post("praises/", said).status_code == 201
    assert theirs.post("praises/", said | {"person_email": dana.email}).status_code == 400
