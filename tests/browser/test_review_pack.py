"""From the table of all partners to a review pack that both sides read."""

import re

from tests.browser.driving import accessibility_problems


def test_from_all_partners_to_a_pack_on_both_sides(visit, installation):
    alice = visit("alice@halden.example")
    page = alice.open("/scorecards/heat/?q=brandt")
    assert accessibility_problems(page) == []
    alice.follow(page.get_by_role("link", name="Brandt Castings"))
    page.get_by_role("link", name="Which rows moved it").click()
    page.get_by_role("heading", name="Which rows moved it").wait_for()
    assert "/moved/" not in page.url  # opened in place
    alice.follow(page.get_by_role("link", name="Compare every figure"))
    assert re.search(r"Beside \d+ other partners", page.inner_text("h1"))
    assert accessibility_problems(page) == []
    page.go_back()
    alice.follow(page.get_by_role("button", name="Make review pack"))
    assert accessibility_problems(page) == []
    made = page.inner_text("main section >> nth=0")
    address = page.url
    pdf = alice.context.request.get(f"{address}pdf/")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")

    path = address.removeprefix(installation.address)
    assert installation.mails(lambda text: "The review pack of Brandt" in text and path in text)
    bob = visit("bob@brandt.example")
    page = bob.open("/reviews/")
    bob.follow(page.locator(f'a[href="{path}"]'))
    assert page.inner_text("main section >> nth=0") == made
    assert accessibility_problems(page) == []
    charlie = visit("charlie@kestrel.example")
    assert charlie.status_of(path) == 404


def test_a_partner_over_time_by_keyboard_and_on_a_phone(visit):
    bob = visit("bob@brandt.example", viewport={"width": 390, "height": 800})
    page = bob.open("/scorecards/")
    bob.follow(page.get_by_role("link", name="Over time"))
    assert accessibility_problems(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    page.get_by_text("Export").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="CSV", exact=True).is_visible()
