"""Bob contests a line, Alice decides; both see the card before and after. And one that she explains."""

import re

import pytest

from tests.browser.driving import accessibility_problems

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n"
CARD = re.compile(r"/scorecards/[a-z0-9]{16}/$")
SCORE = re.compile(r"([\d.]+) of 100")


def cards_of(page):
    """The addresses of Bob's cards, the newest first."""
    page.goto("/scorecards/?sort=-period")
    links = page.locator("main table a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    return [link for link in dict.fromkeys(links) if CARD.search(link or "")]


def with_failed_rows(page):
    """Opens the rows of the newest card that has one to contest; returns its tick boxes."""
    for card in cards_of(page):
        page.goto(card)
        opener = page.locator("#open-otif_lines")
        if not opener.count():
            continue
        opener.click()
        page.locator("tr.ac-drawer").wait_for()
        boxes = page.locator("tr.ac-drawer input[name=line]:not([disabled])")
        if boxes.count():
            return boxes
    pytest.fail("Bob has no card with a line that did not pass")


def score_of(page):
    return float(SCORE.search(page.locator(".ac-score").first.inner_text().replace("\n", " "))[1])


def file_contest(page, text):
    page.get_by_label("Why should these lines not count?").select_option("collected_late")
    page.get_by_label("What happened").fill(text)
    page.get_by_label("Evidence").set_input_files(
        {"name": "CMR 14 Sep, signed.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Send the contest").click()
    page.wait_for_url(re.compile(r"/contests/[a-z0-9]{16}/$"))


def test_a_contested_line_is_excused_and_both_see_before_and_after(visit, installation):
    bob, alice = visit("bob@brandt.example"), visit("alice@halden.example")
    page = bob.page
    boxes = with_failed_rows(page)
    before = score_of(page)
    boxes.first.check()
    page.get_by_role("button", name="Contest 1 line…").wait_for()
    promise = page.locator("tr.ac-drawer form").inner_text()
    assert "answers within 5 days" in promise
    assert accessibility_problems(page) == []
    bob.follow(page.get_by_role("button", name="Contest 1 line…"))
    assert accessibility_problems(page) == []
    file_contest(page, "We were ready on the day. Your carrier kept it over the weekend.")
    address = page.url
    assert "5 days left of 5" in page.inner_text("main")
    assert accessibility_problems(page) == []

    page = alice.open("/inbox/?kind=contests")
    card = page.locator("section.ac-card", has_text="Your carrier kept it over the weekend").last
    text = card.inner_text()
    assert "5 days left of 5" in text
    assert "If you agree:" in text
    assert "CMR 14 Sep, signed.pdf" in text
    assert accessibility_problems(page) == []
    card.get_by_label("Your reason, they read it").fill("The signed CMR shows it. We are sorry.")
    alice.follow(card.get_by_role("button", name="Agree, excuse the line"))
    assert "/inbox/" in page.url

    for visitor in (alice, bob):
        page = visitor.open(address)
        words = page.inner_text("main")
        assert "Before and after" in words
        assert f"{before:.1f}" in words
        assert "The signed CMR shows it." in words
        assert accessibility_problems(page) == []
    page.get_by_role("link", name=re.compile("Card for .*, revision 2")).first.click()
    page.wait_for_url(CARD)
    assert "Revision 2" in page.inner_text("main")
    assert score_of(page) >= before
    mails = installation.mails(lambda text: "bob@brandt.example" in text and "excused" in text)
    assert "The signed CMR shows it." in mails[-1]


def test_another_one_stays_and_is_explained_without_scripts(visit):
    """All of it without JavaScript: the rows are a page, the form is plain."""
    bob = visit("bob@brandt.example", java_script_enabled=False)
    alice = visit("alice@halden.example", java_script_enabled=False)
    page = bob.page
    for card in cards_of(page):
        page.goto(f"{card}rows/otif_lines/?show=failed")
        boxes = page.locator("input[name=line]:not([disabled])")
        if boxes.count():
            break
    else:
        pytest.fail("Bob has no card with a line that did not pass")
    boxes.first.check()
    bob.follow(page.get_by_role("button", name="Contest the ticked lines…"))
    file_contest(page, "It was on the truck that you had sent back.")
    address = page.url

    page = alice.open(address)
    page.get_by_label("Your reason, they read it").fill("The truck was refused for its papers.")
    alice.follow(page.get_by_role("button", name="It stays, explain why"))
    assert "hears why" in page.inner_text("main")

    page = bob.open(address)
    words = page.inner_text("main")
    assert "The truck was refused for its papers." in words
    assert "Stays, explained" in words
    assert "Before and after" not in words


def test_lines_are_ticked_on_a_phone(visit):
    bob = visit("bob@brandt.example", viewport={"width": 390, "height": 800})
    boxes = with_failed_rows(bob.page)
    assert boxes.first.bounding_box()["width"] >= 16
    boxes.first.check()
    bob.page.get_by_role("button", name="Contest 1 line…").wait_for()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert bob.page.evaluate(overflow) == 0


def test_many_lines_are_excused_by_two_people(visit):
    alice, dana = visit("alice@halden.example"), visit("dana@halden.example")
    page = alice.open("/exclusions/new/")
    page.get_by_label("Requested from").fill("2026-09-01")
    page.get_by_label("to", exact=True).fill("2026-09-05")
    page.get_by_label("Reason").fill("Strike at the port of Oslo")
    alice.follow(page.get_by_role("button", name="Show the lines"))
    assert re.search(r"\d+ lines? would be excused", page.inner_text("h1"))
    assert accessibility_problems(page) == []
    alice.follow(page.get_by_role("button", name="Propose these lines"))
    address = page.url
    assert page.get_by_role("button", name=re.compile("^Excuse ")).count() == 0

    page = dana.open(address)
    assert accessibility_problems(page) == []
    page.get_by_role("button", name=re.compile("^Excuse ")).click()
    page.get_by_role("link", name="See the result").click(timeout=120_000)
    page.wait_for_url(address)
    assert "Approved" in page.inner_text("main")
    assert re.search(r"\d+ lines? w(as|ere) excused", page.inner_text("main"))
