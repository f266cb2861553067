"""The mission from a draft to the public, by two executives in their browsers, at its time."""

import re
from datetime import date, timedelta

from playwright.sync_api import TimeoutError

from tests.browser.driving import accessibility_problems, overflow
from tests.installations import manage

LONG = 60_000  # ms; the editor loads a lot when the machine is busy
NEW = "Clean water, on the day we promised, and a word when it comes late."
OLD = "Clean water, on the day we promised it."
# The job of a later day: what it publishes is what it would publish then.
LATER = """
import datetime, time_machine
from cms.jobs_publishing import publish_scheduled
with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3), tick=False):
    publish_scheduled()
"""


def write(visitor, text, then):
    """Type the mission and save the draft; the checklist says `then`."""
    visitor.page.locator("#id_lead").fill(text)
    visitor.follow(visitor.page.get_by_role("button", name="Save draft"))
    visitor.page.get_by_role("region", name="What it needs").get_by_text(then).wait_for(timeout=LONG)


def type_only(visitor, text, then):
    """Type the mission and do nothing else: it is saved by itself, and `then` stands in the checklist.

    The editor saves what differs from what it found in its fields two seconds after they came: what is typed
    before is seen with the next letter.
    """
    visitor.page.evaluate("window.still = 'here'")
    for letters in range(1, 20):
        visitor.page.locator("#id_lead").fill(text + "." * letters)
        if appears(then):
            break
    assert then.is_visible()
    assert visitor.page.evaluate("window.still") == "here", "read again without leaving the page"


def appears(locator):
    try:
        locator.wait_for(timeout=5_000)
    except TimeoutError:
        return False
    return True


def box(locator):
    found = locator.bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def is_beside(checks, field):
    """Right of the field, in view with it, and over nothing of it."""
    field.scroll_into_view_if_needed()
    left, top, _right, bottom = box(checks)
    return left > box(field)[2] and top >= 0 and bottom <= 1000


def lead(visitor):
    return visitor.open("/mission/").locator("h1").inner_text()


def test_an_executive_edits_another_approves_and_it_goes_live_at_its_time(visit, installation):
    erin = visit("erin@halden.example", viewport={"width": 1440, "height": 1000})
    page = erin.open("/mission/")
    erin.follow(page.get_by_role("link", name="Edit this page"))
    number = re.search(r"/pages/(\d+)/edit/", page.url)[1]
    checks = page.get_by_role("region", name="What it needs")
    checks.get_by_text("Is each promise measured?").wait_for(timeout=LONG)
    plain = checks.get_by_role("listitem").filter(has_text="Are the words plain?")
    type_only(erin, "We leverage synergies", plain.get_by_role("img", name="Not yet"))
    assert "Say it in shorter words: leverage" in plain.inner_text()
    type_only(erin, "We keep our word, and say so when we did not", plain.get_by_role("img", name="Yes"))
    assert is_beside(checks, page.locator("#id_lead"))
    assert is_beside(checks, page.locator("#id_review_on"))
    page.set_viewport_size({"width": 1100, "height": 1000})
    assert box(checks)[3] <= box(page.locator("#id_title"))[1], "above the fields where there is no room"
    page.set_viewport_size({"width": 1440, "height": 1000})

    write(erin, "We leverage synergies.", "Say it in shorter words: leverage")
    page.locator("#id_review_on").fill((date.today() + timedelta(days=200)).isoformat())
    write(erin, NEW, "Nothing is missing.")

    page.locator("[data-side-panel-toggle='status']").click()
    page.get_by_role("button", name=re.compile("^(Set|Edit) schedule$")).click()
    page.locator("#id_go_live_at").fill(f"{date.today() + timedelta(days=2)} 08:00")
    # The calendar that opens under the field lies over the button: it is reached by keyboard.
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").press("Enter")
    assert page.get_by_role("button", name="Publish", exact=True).count() == 0
    page.get_by_role("button", name="More actions").click()
    erin.follow(page.get_by_role("button", name="Submit to Two executives"))

    liv = visit("liv@halden.example", viewport={"width": 1440, "height": 1000})
    other = liv.open("/cms/")
    other.get_by_text("Our mission").first.wait_for(timeout=LONG)
    liv.follow(other.get_by_role("link", name="Our mission", exact=True).first)
    assert other.locator("#id_lead").input_value() == NEW
    other.get_by_role("button", name="More actions").click()
    liv.follow(other.get_by_role("button", name=re.compile("^Approve$")))

    stranger = visit(None)
    assert lead(stranger) == OLD
    manage(installation.environment, "shell", "-v0", "-c", LATER)
    assert lead(stranger) == NEW
    assert "Approved by Erin Falk and Liv Halden" in stranger.page.inner_text("main")
    assert accessibility_problems(stranger.page) == []
    assert overflow(stranger.page) == 0

    # The old version is compared with what is live now.
    erin.open(f"/cms/pages/{number}/history/")
    erin.open(f"/cms/pages/{number}/revisions/compare/earliest...live/")
    assert "it" in " ".join(page.locator(".deletion").all_inner_texts())
    assert "late" in " ".join(page.locator(".addition").all_inner_texts())
