"""The confidential survey from the keeper's click to the partner's answer, and both halves on a card."""

import re

from tests.browser.driving import accessibility_problems, overflow


def test_a_partner_answers_by_keyboard_and_nobody_here_sees_it(visit, installation):
    alice = visit("alice@halden.example")
    page = alice.open("/surveys/")
    if page.get_by_text("Open until").count() == 0:
        alice.follow(page.get_by_role("link", name=re.compile("Open a run.*customer")).first)
        assert accessibility_problems(page) == []
        page.get_by_role("button", name="Open the run").click()
        page.get_by_text("Open until").first.wait_for()
    before = alice.open("/surveys/").inner_text("main")

    bob = visit("bob@brandt.example", viewport={"width": 390, "height": 844})
    page = bob.open("/home/")
    page.get_by_role("link", name="Answer it", exact=True).click()
    page.get_by_role("button", name="Send our answer").wait_for()
    assert accessibility_problems(page) == []
    assert overflow(page) <= 0
    questions = page.locator("fieldset.ac-scale")
    for index in range(questions.count()):
        questions.nth(index).locator("input").first.focus()
        page.keyboard.press("Space")
        for _step in range(7):
            page.keyboard.press("ArrowRight")
    assert page.locator("fieldset.ac-scale input:checked").first.get_attribute("value") == "7"
    page.get_by_role("button", name="Send our answer").press("Enter")
    page.get_by_text("has answered. Thank you.").wait_for()
    assert accessibility_problems(page) == []

    assert alice.open("/surveys/").inner_text("main") == before


def test_both_halves_of_a_card(visit):
    bob = visit("bob@brandt.example")
    page = bob.open("/scorecards/")
    page.get_by_role("link", name="Open the newest card").click()
    page.get_by_role("heading", name="How you keep your promises").wait_for()
    page.get_by_role("heading", name="How we keep ours, as your customer").wait_for()
    assert accessibility_problems(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) <= 0
