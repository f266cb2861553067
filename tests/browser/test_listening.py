"""A survey that an editor built, from an answer to its end: by keyboard, on a phone, without a script."""

from tests.browser.driving import accessibility_problems, overflow


def test_it_is_answered_by_keyboard_and_without_a_script_and_then_closed(visit, installation):
    alice = visit("alice@halden.example")
    page = alice.open("/listening/rounds/")
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="How we plan together").click()
    page.get_by_text("Before that nobody sees what they say, nor how many do.").wait_for()
    before = page.inner_text("main")

    bob = visit("bob@brandt.example", viewport={"width": 390, "height": 844})
    page = bob.open("/home/")
    page.get_by_role("link", name="How we plan together").click()
    page.get_by_role("button", name="Send the answer").wait_for()
    assert accessibility_problems(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Send the answer").press("Enter")
    page.get_by_role("alert").wait_for()
    assert accessibility_problems(page) == []
    assert {problem.partition(" ")[0] for problem in bob.problems[:1]} == {"422"}
    bob.problems.clear()
    page.locator("fieldset.ac-scale input").first.focus()
    page.keyboard.press("Space")
    for _step in range(8):
        page.keyboard.press("ArrowRight")
    for place, option in enumerate(
        ("How often it changes", "How far it looks ahead", "How it reaches you"), 1
    ):
        page.get_by_label(option).select_option(str(place))
    page.get_by_label("What else should we know?").fill("Call me when it moves.")
    page.get_by_role("button", name="Send the answer").press("Enter")
    page.get_by_text("Your answer is in. Thank you.").wait_for()
    assert accessibility_problems(page) == []

    charlie = visit("charlie@kestrel.example", java_script_enabled=False)
    page = charlie.open("/listening/")
    charlie.follow(page.get_by_role("link", name="How we plan together"))
    page.get_by_label("6", exact=True).check()
    charlie.follow(page.get_by_role("button", name="Send the answer"))
    assert "Your answer is in. Thank you." in page.inner_text("main")

    page = alice.page
    page.reload()
    assert page.inner_text("main") == before
    alice.follow(page.get_by_role("link", name="Last day, or close it"))
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Close the round for good").click()
    # Three of the demo, Bob and Charlie: five, the smallest group that is shown.
    page.get_by_text("asked, 5 answered").wait_for()
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="Publish the results").click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_text("Published. Those who were asked hear of it.").wait_for()

    page = bob.open("/home/")
    page.get_by_role("link", name="How we plan together").click()
    page.get_by_text("of 10 on average").wait_for()
    assert accessibility_problems(page) == []
    assert overflow(page) <= 0
    assert "Call me when it moves." not in page.inner_text("main")
