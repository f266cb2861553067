"""A case from the first word to what was learned, both sides acting, and the steps that are refused."""

import re

import pytest

from tests.browser.driving import accessibility_problems, overflow

CASE = re.compile(r"/cases/[a-z0-9]{16}/")
TITLE = "Two pallets stood in the rain"


@pytest.fixture
def opened(visit):
    """Bob tells what went wrong; his page, and the address of the case."""
    bob = visit("bob@brandt.example")
    page = bob.open("/cases/new/")
    assert accessibility_problems(page) == []
    page.get_by_label("What went wrong, in one line?").fill(TITLE)
    page.get_by_label("What happened?").fill("Your gate was closed at noon. Our driver waited four hours.")
    page.get_by_label("What is it about?").select_option("delivery")
    bob.follow(page.get_by_role("button", name="Tell it"))
    assert CASE.search(page.url)
    return bob, CASE.search(page.url)[0]


def words_of(visitor, address):
    return visitor.open(address).inner_text("main").replace("\u00a0", " ")


def step(visitor, address, words):
    """Take the step that stands beside the talk, with words."""
    page = visitor.open(address)
    page.locator("#say textarea").fill(words)
    visitor.follow(page.locator("#say button").first)


def offer(visitor, address, words, amount, by="2027-02-01"):
    page = visitor.open(address)
    page.get_by_label("What do you offer, in your words?").fill(words)
    page.get_by_label("Amount").fill(amount)
    page.get_by_label("Done by").fill(by)
    visitor.follow(page.get_by_role("button", name="Offer it to Brandt Castings"))


def test_a_case_from_the_first_word_to_what_was_learned(visit, opened):
    bob, address = opened
    alice, ben = visit("alice@halden.example"), visit("ben@halden.example")
    charlie = visit("charlie@kestrel.example")
    assert charlie.status_of(address) == 404

    # The side that has the problem cannot say sorry for the other one.
    status, told = bob.send(f"{address}say/", **{"say-text": "We say sorry for you.", "act": "acknowledge"})
    assert (status, "Only the side that owes the answer does this." in told) == (409, True)

    step(alice, address, "Bob, I am sorry. Nobody should wait four hours at our gate.")
    step(alice, address, "The gate was locked for a fire drill, and nobody told you.")
    assert "fire drill" in words_of(bob, address)

    # Over his limit Ben asks; he does not grant his own offer, and nothing is promised meanwhile.
    offer(ben, address, "We pay what the wait cost you.", "1720.00")
    assert "A colleague who may go further is asked." in words_of(ben, address)
    remedy = re.search(r"/remedies/([a-z0-9]{16})/", alice.open(address).content())[1]
    status, told = ben.send(f"{address}remedies/{remedy}/", act="grant")
    assert status in (403, 409)
    assert "We pay what the wait cost you." not in words_of(bob, address)
    page = alice.open(address)
    alice.follow(page.get_by_role("button", name=re.compile("Grant")))

    page = bob.open(address)
    assert "We pay what the wait cost you." in page.inner_text("main")
    assert accessibility_problems(page) == []
    bob.follow(page.get_by_role("button", name="Agree: this puts it right"))

    # It does not close before it is done, followed up and learned from.
    status, told = alice.send(f"{address}close/")
    assert status == 409
    page = ben.open(address)
    ben.follow(page.get_by_role("button", name="It is done"))
    step(ben, address, "Bob says the money is there, and drivers get in at once now.")

    status, told = alice.send(f"{address}close/")
    assert (status, "Write the cause" in told, "Write what changes" in told) == (409, True, True)
    page = alice.open(address)
    cause = page.get_by_label("Cause", exact=True)
    if not cause.is_visible():
        page.get_by_text("Write down cause and change").click()
    cause.fill("Drills are not told to who is on the way.")
    page.get_by_label("What changes", exact=True).fill("The gate tells carriers a day before.")
    page.get_by_label("Since", exact=True).fill("2026-11-20")
    alice.follow(page.get_by_role("button", name="Write it down"))
    page = alice.page
    alice.follow(page.get_by_role("button", name="Close the case"))
    assert accessibility_problems(page) == []

    page = bob.open(address)
    assert "The gate tells carriers a day before." in page.inner_text("main")
    bob.follow(page.locator("#mark").get_by_role("link", name="Tell how it went"))
    page.locator("input[name=satisfaction][value='9']").check(force=True)
    bob.follow(page.get_by_role("button", name="Send"))
    assert "9" in words_of(alice, address)
    status, told = alice.send(f"{address}mark/", satisfaction="10")
    assert status in (403, 409)


def test_a_note_for_staff_is_read_by_staff_alone(visit, opened):
    bob, address = opened
    alice = visit("alice@halden.example", viewport={"width": 390, "height": 844})
    page = alice.open(address)
    assert overflow(page) == 0
    page.locator("#say textarea").fill("Second time this year at gate two.")
    page.get_by_label("Staff only").check()
    alice.follow(page.get_by_role("button", name=re.compile("Only write|Send")).last)
    assert "Second time this year" in alice.page.inner_text("main")
    assert "Second time this year" not in bob.open(address).content()
