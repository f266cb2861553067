"""People give a tier, say thank you, and decide what a rule proposes; the partner reads it at once."""

import datetime as dt

import pytest

from tests.browser.driving import accessibility_problems

BENEFIT = "Paid in 14 days instead of 30"
THANKS = "Your warning on the covers came three weeks ahead. No customer noticed."
PRAISE = "Three months without one late line: that is rare, and we noticed."


@pytest.fixture
def alice(visit):
    return visit("alice@halden.example")


def offer_a_tier(page):
    """One that every good card of the demo reaches; each run has a name and a rank of its own."""
    name = f"Trusted {dt.datetime.now():%H%M%S%f}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Rank", exact=True).fill(str(1000 - len(name)))
    page.get_by_label("Score at least").fill("1")
    page.get_by_label("On so many cards in a row").fill("1")
    page.get_by_label("What the partner gets for it").fill(BENEFIT)
    page.get_by_role("button", name="Offer it").click()
    page.get_by_role("heading", name=name).wait_for()
    return name


def test_a_tier_given_by_a_person_and_a_thank_you_reach_the_partners_home(visit, alice):
    page = alice.open("/tiers/new/")
    name = offer_a_tier(page)
    assert accessibility_problems(page) == []
    alice.open("/partners/?q=brandt")
    page.get_by_role("link", name="Brandt Castings").first.click()
    page.get_by_role("link", name="Give a tier").or_(page.get_by_role("link", name="Renew or raise")).click()
    page.locator("select[name=tier]").select_option(label=name)
    page.get_by_label("Reason", exact=True).fill("Every promise of this month was kept.")
    page.get_by_role("button", name="Give the tier").click()
    page.get_by_text(f"Brandt Castings is {name} now").wait_for()
    page.get_by_label("What for", exact=True).fill(THANKS)
    page.get_by_role("button", name="Say thank you").click()
    page.get_by_text("reads it now").wait_for()

    bob = visit("bob@brandt.example")
    home = bob.open("/home/")
    home.get_by_text(THANKS).wait_for()
    assert name in home.inner_text("main")
    tiers = bob.open("/tiers/")
    assert BENEFIT in tiers.inner_text("main")
    assert accessibility_problems(tiers) == []
    charlie = visit("charlie@kestrel.example")
    assert THANKS not in charlie.open("/home/").inner_text("main")

    page.get_by_role("link", name="End it early…").click()
    page.get_by_label("Reason", exact=True).fill("Only for this walk through the portal.")
    page.get_by_role("button", name="End it today").click()
    page.get_by_text("has ended; they read why").wait_for()
    assert alice.problems + bob.problems + charlie.problems == []


def test_what_a_band_proposes_is_decided_with_words_that_are_read_and_listed(alice):
    page = alice.open("/proposals/?state=ready&what=thank")
    assert accessibility_problems(page) == []
    first = page.locator("tbody th a").first
    partner = first.inner_text()
    alice.follow(first)
    assert accessibility_problems(page) == []
    page.get_by_label("Words of thanks").fill(PRAISE)
    page.locator("button[value=grant]").click()
    page.get_by_text("reads it with your reason").wait_for()
    listed = alice.open("/thanks/")
    row = listed.locator("tr", has_text=PRAISE)
    assert partner in row.inner_text()
    assert accessibility_problems(listed) == []
    assert alice.problems == []
