"""The link in a mail: one task, of one partner, for one person; and nothing changes until somebody acts."""

from datetime import date, timedelta

import pytest

from portal.engine.scaled import SCALE
from portal.enums import Channel
from portal.models import AuditEvent
from suppliers.actions import commitments, links, proposals
from suppliers.actions.commitments import Answer
from suppliers.engine.lines import Part
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.facts.differences import parts_in_words
from suppliers.models import OrderLine, Promise, TaskLink
from tests.factories import LineFactory, OrderFactory, promise, receipt, stand
from tests.integration.suppliers.mail.conftest import NOW, agreeing, everything

pytestmark = pytest.mark.django_db


def choosing(client, path, **choices):
    """The form as its page gives it, all lines left for later but those in `choices` (by number)."""
    data = {}
    for line in client.get(path).context["page"].lines:
        given = {**line.form.initial, "choice": "later", "reason_code": "", "note": ""}
        given.update(choices.get(f"l{line.name.rsplit('-', 1)[1]}", {}))
        data.update({f"{line.public_id}-{name}": value for name, value in given.items()})
    return data


def test_the_page_shows_just_the_lines_of_the_task(client, path, lines, brandt):
    other = LineFactory(order=OrderFactory(partner=brandt, number="4500999"), description="Elsewhere")
    page = client.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert [line.public_id for line in page.context["page"].lines] == [line.public_id for line in lines]
    assert other.description not in text
    assert "Confirm all 3 as asked" in text
    assert "b…@brandt.example" in text


def test_looking_changes_nothing_at_all(client, path):
    before = everything()
    for method in (client.get, client.head, client.get, client.options):
        method(path)
    assert everything() == before


def test_one_click_confirms_all_as_asked(client, path, lines, bob):
    response = client.post(path, agreeing(client, path, agree="1"))
    assert response.status_code == 200
    assert "Thank you" in response.content.decode()
    said = Promise.objects.order_by("line_id")
    assert [one.line_id for one in said] == [line.pk for line in lines]
    for one in said:
        assert (one.event, one.channel) == (PromiseEvent.CONFIRM, Channel.MAIL_LINK)
        assert (one.made_by, one.sent_to) == ("Bob Brandt", "bob@brandt.example")
        assert [part.promised_on for part in one.parts.all()] == [one.line.requested_on]
    link = TaskLink.objects.get()
    assert link.used_at == NOW
    event = AuditEvent.objects.get(verb="task_link.answered")
    assert (event.actor_id, event.channel) == (bob.pk, Channel.MAIL_LINK)
    assert event.data["sent_to"] == "bob@brandt.example"


def test_what_is_used_up_says_who_answered(client, path):
    client.post(path, agreeing(client, path, agree="1"))
    for again in (client.get(path), client.post(path, {"agree": "1"})):
        assert again.status_code == 410
        assert "answered by Bob Brandt on" in again.content.decode()
    assert Promise.objects.count() == 3


def test_other_days_and_quantities_line_by_line(client, path, lines):
    data = choosing(
        client,
        path,
        l10={"choice": "agree"},
        l20={"choice": "promise", "day": "2026-11-30", "quantity": "100", "reason_code": "machine"},
        l30={"choice": "reject", "reason_code": "discontinued"},
    )
    response = client.post(path, data)
    assert response.status_code == 200
    events = dict(Promise.objects.values_list("line__number", "event"))
    assert events == {"10": "confirm", "20": "propose", "30": "reject"}
    assert TaskLink.objects.get().used_at == NOW


def test_what_is_left_for_later_still_waits_behind_the_same_link(client, path):
    response = client.post(path, choosing(client, path, l10={"choice": "agree"}))
    assert "2 lines still wait" in response.content.decode()
    assert TaskLink.objects.get().used_at is None
    assert [line.name for line in client.get(path).context["page"].lines] == ["4500121-20", "4500121-30"]


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(client, path):
    data = choosing(
        client,
        path,
        l10={"choice": "agree"},
        l20={"choice": "promise", "day": "2026-11-30", "quantity": "100", "note": "soon"},
        l30={"choice": "promise", "day": "", "quantity": ""},
    )
    response = client.post(path, data)
    assert response.status_code == 422
    shown = {line.name: line.form for line in response.context["page"].lines}
    assert set(shown) == {"4500121-20", "4500121-30"}
    assert "reason_code" in shown["4500121-20"].errors
    assert set(shown["4500121-30"].errors) == {"day", "quantity"}
    text = response.content.decode()
    assert 'value="soon"' in text
    assert "4500121-10" in text  # and that its first line was taken
    assert list(Promise.objects.values_list("line__number", flat=True)) == ["10"]


def test_who_was_faster_is_shown_and_nothing_is_overwritten(client, path, lines, carol, actor_of):
    form = agreeing(client, path, agree="1")
    promise(lines[0], date(2026, 11, 20), at=NOW, event=PromiseEvent.PROPOSE)
    stand(lines[0])
    LineFactory(order=lines[0].order, number="40")  # came after the page was shown: not agreed to unseen
    response = client.post(path, form)
    assert Promise.objects.filter(event=PromiseEvent.CONFIRM).count() == 2
    assert "4500121-40" not in {f"4500121-{one.line.number}" for one in Promise.objects.all()}
    assert TaskLink.objects.get().used_at is None
    assert response.status_code == 422 or "still wait" in response.content.decode()


def test_a_line_that_was_changed_in_between_is_not_confirmed_unseen(client, path, lines):
    form = agreeing(client, path, agree="1")
    OrderLine.objects.filter(pk=lines[0].pk).update(requested_on=date(2026, 10, 25), version=2)
    response = client.post(path, form)
    assert response.status_code == 422
    assert not Promise.objects.filter(line=lines[0]).exists()
    retry = {
        f"{lines[0].public_id}-seen": response.context["page"].lines[0].form["seen"].value(),
        "agree": "1",
    }
    assert client.post(path, retry).status_code == 200
    assert TaskLink.objects.get().used_at == NOW


def test_nothing_else_is_reachable_through_it(path, lines, kestrel, brandt):
    rival = LineFactory(order=OrderFactory(partner=kestrel))
    other = LineFactory(order=OrderFactory(partner=brandt))
    link = TaskLink.objects.get()
    said = links.answer(
        link=link, answers=[Answer(line.public_id, Act.ACCEPT) for line in (rival, other, lines[0])]
    )
    assert [one.fate for one in said] == [Fate.REFUSED, Fate.REFUSED, Fate.ACCEPTED]
    assert list(Promise.objects.values_list("line_id", flat=True)) == [lines[0].pk]


def test_it_logs_nobody_in(client, path):
    client.get(path)
    client.post(path, agreeing(client, path, agree="1"))
    assert "sessionid" not in client.cookies
    assert client.get("/home/").status_code == 302


@pytest.mark.parametrize("button", [{}, {"agree": "1"}], ids=["send what I chose", "confirm all"])
def test_who_types_another_day_has_said_it_whichever_button_they_press(client, path, lines, button):
    """No button confirms a day that somebody had just changed on the page."""
    agree = {"choice": "agree"}
    data = choosing(
        client, path, l10=agree, l20={**agree, "day": "2026-11-30", "reason_code": "machine"}, l30=agree
    )
    response = client.post(path, {**data, **button})
    assert response.status_code == 200
    assert dict(Promise.objects.values_list("line__number", "event")) == {
        "10": "confirm",
        "20": "propose",
        "30": "confirm",
    }


def test_a_counter_proposal_is_shown_without_what_has_come(
    client, lines, bob, alice, actor_of, post_mails, path_in, at_noon
):
    line, later = lines[0], date(2026, 11, 20)
    receipt(line, date(2026, 10, 19), line.quantity // SCALE // 4)
    rest = line.quantity - line.quantity // 4
    given = Answer(line.public_id, Act.PROMISE, ((rest, later),), reason_code="material")
    others = [Answer(one.public_id, Act.ACCEPT) for one in lines[1:]]
    commitments.answer(by=actor_of(bob), answers=[given, *others])
    at_noon.shift(timedelta(hours=1))
    proposals.counter(by=actor_of(alice), line=line, parts=((rest, date(2026, 11, 10)),), note="Please")
    post_mails(NOW + timedelta(hours=2))
    (shown,) = client.get(path_in(bob.email)).context["page"].lines
    assert shown.offer == parts_in_words([Part(date(2026, 11, 10), 1, rest)], line.unit)
