"""Order responses that come in become answers: by page, program and command, through one action."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from portal.enums import Channel, StaffRole
from portal.models import AuditEvent
from suppliers.actions.commitments import Answer, answer
from suppliers.actions.messages import response_to
from suppliers.actions.replies import take
from suppliers.enums import Act, Fate, LineStatus, PromiseEvent
from suppliers.imports.problems import FileRefused
from suppliers.models import Order, OrderLine, Promise
from tests.factories import LineFactory, OrderFactory, StaffFactory, receipt
from tests.unit.suppliers.imports.ubl.messages import file, reply, reply_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def identifiers(settings):
    settings.COMPANY_IDENTIFIERS = ["0192:987654325"]


@pytest.fixture
def brandt(brandt):
    brandt.tax_id = "DE123456789"
    brandt.save()
    return brandt


@pytest.fixture
def due():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, number="4500130", currency="EUR", ordered_on=date(2026, 9, 1))


@pytest.fixture
def lines(order, due):
    return [
        LineFactory(order=order, number=number, requested_on=due, quantity=60 * SCALE, unit="pcs",
                    unit_price=64 * SCALE)
        for number in ("10", "20", "30")
    ]  # fmt: skip


@pytest.fixture
def own(actor_of, bob):
    return actor_of(bob)


def fates(taken):
    return {one.number: one.said.fate if one.said else one.why for one in taken.lines}


def test_accepted_as_a_whole(own, lines, due):
    taken = take(by=own, stream=file(reply(code="AP")))
    assert fates(taken) == dict.fromkeys(("10", "20", "30"), Fate.ACCEPTED)
    said = Promise.objects.all()
    assert {(one.event, one.channel, one.made_by) for one in said} == {
        (PromiseEvent.CONFIRM, Channel.UBL, "Bob Brandt")
    }
    assert {part.promised_on for one in said for part in one.parts.all()} == {due}
    assert AuditEvent.objects.filter(verb="response.taken", scope=taken.order.partner.public_id).count() == 1


def test_rejected_as_a_whole_with_the_partners_reason(own, lines):
    take(by=own, stream=file(reply(code="RE", note="We closed the foundry")))
    assert {(one.event, one.reason) for one in Promise.objects.all()} == {
        (PromiseEvent.REJECT, "We closed the foundry")
    }


def test_received_answers_nothing(own, lines):
    assert take(by=own, stream=file(reply(code="AB"))).lines == ()
    assert not Promise.objects.exists()


def test_line_by_line(own, lines, due):
    later, after = due + timedelta(days=20), due + timedelta(days=27)
    taken = take(
        by=own,
        stream=file(
            reply(
                reply_line("10", "5", days=(due.isoformat(),)),
                reply_line("20", "3", own=[("40", later), ("20", after)], note="Furnace"),
                reply_line("30", "7", quantity="", days=(), note="Out of range"),
                reply_line("40", "3"),
            )
        ),
    )
    assert fates(taken) == {
        "10": Fate.ACCEPTED,
        "20": Fate.WAITING,
        "30": Fate.REJECTED,
        "40": "The order has no such line.",
    }
    proposal = Promise.objects.get(event=PromiseEvent.PROPOSE)
    assert (proposal.reason, proposal.reason_code) == ("Furnace", "other")
    assert list(proposal.parts.values_list("quantity", "promised_on")) == [
        (40 * SCALE, later),
        (20 * SCALE, after),
    ]


def test_another_price_waits_for_the_buyer(own, lines, due):
    text = reply(reply_line("10", "3", days=(due.isoformat(),), price="70.00"))
    assert fates(take(by=own, stream=file(text))) == {"10": Fate.WAITING}
    assert Promise.objects.get().price == 70 * SCALE


def test_the_same_again_says_nothing_new(own, lines, due):
    later = (due + timedelta(days=20)).isoformat()
    text = reply(reply_line("10", "5", days=(due.isoformat(),)), reply_line("20", "3", days=(later,)))
    take(by=own, stream=file(text))
    taken = take(by=own, stream=file(text))
    assert fates(taken) == {"10": Fate.KEPT, "20": Fate.WAITING}
    assert Promise.objects.count() == 2


def test_what_came_already_is_not_promised_again(own, lines, due):
    receipt(lines[0], timezone.localdate(), 25)
    from suppliers.actions.judging import judge_lines

    judge_lines(by=system_actor(), line_ids=[lines[0].pk])
    later = due + timedelta(days=20)
    take(by=own, stream=file(reply(reply_line("10", "3", days=(later.isoformat(),)))))
    parts = Promise.objects.get().parts.values_list("quantity", "promised_on")
    assert sorted(parts) == sorted([(25 * SCALE, due), (35 * SCALE, later)])


def test_another_unit_is_not_guessed(own, lines):
    taken = take(by=own, stream=file(reply(reply_line("10", "3", unit="XBX"))))
    assert "counts in “XBX”" in fates(taken)["10"]
    assert not Promise.objects.exists()


def test_what_is_closed_stays_closed(own, lines, order):
    OrderLine.objects.filter(number="10").update(status=LineStatus.CANCELLED_BY_US)
    from suppliers.actions.judging import judge_lines

    judge_lines(by=system_actor(), line_ids=[lines[0].pk])
    text = reply(reply_line("10", "7", quantity="", days=()))
    assert fates(take(by=own, stream=file(text))) == {"10": "Nothing of it is open."}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (reply(code="AP", order="999"), "There is no order “999”"),
        (reply(code="AP", buyer="<cbc:EndpointID>1</cbc:EndpointID>"), "not us"),
        (reply(code="AP", seller="<cbc:EndpointID>1</cbc:EndpointID>"), "you act for Brandt Castings"),
    ],
)
def test_a_message_of_somebody_else_is_refused(own, lines, text, words):
    with pytest.raises(FileRefused) as refusal:
        take(by=own, stream=file(text))
    assert words in str(refusal.value.message)
    assert not Promise.objects.exists()


def test_a_rival_answers_nothing_of_ours(actor_of, charlie, lines):
    with pytest.raises(FileRefused) as refusal:
        take(by=actor_of(charlie), stream=file(reply(code="AP")))
    assert "you act for Kestrel Forgings" in str(refusal.value.message)
    assert not Promise.objects.exists()


def test_who_only_looks_is_denied(actor_of, lines):
    with pytest.raises(PermissionDenied):
        take(by=actor_of(StaffFactory(role=StaffRole.STAFF_VIEWER)), stream=file(reply(code="AP")))


def test_our_own_response_read_back_gives_the_same_promises(own, lines, order, due, brandt):
    later = due + timedelta(days=21)
    answer(
        by=own,
        answers=[
            Answer(lines[0].public_id, Act.ACCEPT),
            Answer(
                lines[1].public_id,
                Act.PROMISE,
                ((40 * SCALE, due), (20 * SCALE, later)),
                reason_code="capacity",
                note="Furnace",
            ),
            Answer(lines[2].public_id, Act.REJECT, reason_code="discontinued", note="No longer made"),
        ],
    )
    written = response_to(by=own, order=Order.objects.get(pk=order.pk))
    again = take(by=own, stream=io.BytesIO(written))
    assert fates(again) == {"10": Fate.KEPT, "20": Fate.WAITING, "30": Fate.REJECTED}
    assert Promise.objects.count() == 3
    # and in a house that knows nothing yet
    before = _said()
    Order.objects.filter(pk=order.pk).update(number="before")
    fresh = OrderFactory(partner=brandt, number="4500130", currency="EUR")
    for line in lines:
        LineFactory(order=fresh, number=line.number, requested_on=due, quantity=60 * SCALE, unit="pcs",
                    unit_price=64 * SCALE)  # fmt: skip
    take(by=own, stream=io.BytesIO(written))
    assert _said(fresh) == before


def _said(order=None):
    found = Promise.objects.filter(**({"line__order": order} if order else {})).order_by("line__number")
    return [
        (one.line.number, one.event, list(one.parts.values_list("quantity", "promised_on"))) for one in found
    ]


# Doors


def test_a_program_sends_one(client, bob, actor_of, lines, due):
    from portal.actions import tokens

    by = actor_of(bob)
    _token, secret = tokens.create(
        by=by, name="EDI", scopes=["commitments:write"], expires_at=timezone.now() + timedelta(days=9)
    )
    upload = SimpleUploadedFile("response.xml", reply(code="AP").encode(), "application/xml")
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/api/v1/order_responses/", {"file": upload}, headers=headers)
    assert answer.status_code == 200
    document = answer.json()
    assert (document["order_number"], document["code"]) == ("4500130", "AP")
    assert {one["fate"] for one in document["results"]} == {"accepted"}
    assert {one.channel for one in Promise.objects.all()} == {Channel.UBL}
    bad = SimpleUploadedFile("response.xml", b"<a/>", "application/xml")
    refused = client.post("/api/v1/order_responses/", {"file": bad}, headers=headers)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["column"] == "file"


def test_a_person_sends_one_on_the_page(login, bob, lines):
    client = login(bob)
    assert "Send an order response" in client.get("/desk/response/").content.decode()
    upload = SimpleUploadedFile("response.xml", reply(code="AP").encode(), "application/xml")
    page = client.post("/desk/response/", {"file": upload}).content.decode()
    assert "every line is answered" in page
    assert page.count("Accepted") == 3
    assert {one.channel for one in Promise.objects.all()} == {Channel.UBL}
    bad = SimpleUploadedFile("response.xml", b"<a/>", "application/xml")
    refused = client.post("/desk/response/", {"file": bad})
    assert refused.status_code == 422
    assert "no UBL order response" in refused.content.decode()


def test_a_rival_sends_nothing_of_ours(login, charlie, lines):
    upload = SimpleUploadedFile("response.xml", reply(code="AP").encode(), "application/xml")
    page = login(charlie).post("/desk/response/", {"file": upload})
    assert page.status_code == 422
    assert "Brandt Castings" not in page.content.decode().replace("Brandt Castings (9930", "")
    assert not Promise.objects.exists()


def run(*arguments):
    out = io.StringIO()
    call_command("take_response", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_notes_what_a_partner_sent(alice, lines, tmp_path):
    path = tmp_path / "response.xml"
    path.write_text(reply(code="AP"))
    document = json.loads(run(str(path), "--by", "alice@halden.example", "--json"))
    assert document["order"] == "4500130"
    assert [one["fate"] for one in document["lines"]] == ["accepted"] * 3
    assert Promise.objects.first().made_by == "Brandt Castings, noted by Alice Moreau"
    assert "Order 4500130: AP" in run(str(path), "--by", "alice@halden.example")


@pytest.mark.parametrize("by", ["nobody@halden.example", "bob@brandt.example"])
def test_the_command_needs_one_of_ours(alice, bob, lines, tmp_path, by):
    path = tmp_path / "response.xml"
    path.write_text(reply(code="AP"))
    with pytest.raises(CommandError, match="Nobody of ours"):
        run(str(path), "--by", by)
    assert not Promise.objects.exists()


def test_a_missing_or_wrong_file(alice, lines, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(str(tmp_path / "none.xml"), "--by", "alice@halden.example")
    path = tmp_path / "order.xml"
    path.write_text("<a/>")
    with pytest.raises(CommandError, match="no UBL order response"):
        run(str(path), "--by", "alice@halden.example")


def test_an_actor_without_a_user_answers_nothing(lines):
    with pytest.raises(PermissionDenied):
        take(by=Actor(), stream=file(reply(code="AP")))
