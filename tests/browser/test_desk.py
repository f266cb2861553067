"""The daily job: a partner's desk by keyboard, on a phone, without scripts; and what the buyer answers."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from tests.browser.driving import Visitor, accessibility_problems, overflow

LONG = 240_000  # ms
ORDER = "4599001"
LINES = 14
ASKED = date.today() + timedelta(days=60)
COLUMNS = [
    *("partner_code", "order_number", "line_number", "ordered_on", "currency", "item_code"),
    *("description", "quantity", "unit", "unit_price", "requested_on"),
]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="package")
def ordered(chromium, installation, sessions):
    """Alice orders fourteen lines from Brandt: a file, imported on the page."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for number in range(1, LINES + 1):
        about = ["EUR", f"DK-{number}", f"Desk bracket {number:02d}", 100, "pcs", "12.50"]
        writer.writerow(["BRANDT", ORDER, f"{number:02d}0", date.today(), *about, ASKED])
    alice = Visitor(chromium, installation.address, sessions, "alice@halden.example", {})
    page = alice.open("/imports/new/")
    content = {"name": "orders.csv", "mimeType": "text/csv", "buffer": file.getvalue().encode()}
    page.locator("input[type=file]").set_input_files(content)
    page.get_by_role("button", name="Show what it would do").click()
    save = page.get_by_role("button", name=re.compile("^Save")).first
    save.wait_for(timeout=LONG)
    save.click()
    page.get_by_role("link", name="Import another file").wait_for(timeout=LONG)
    alice.leave()
    assert alice.problems == []
    return ORDER


def tab_to(page, wanted):
    """Press Tab until the focus is where the selector `wanted` points."""
    for _ in range(200):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted}")


def line_page(visitor, order, number):
    """The page of a line, through the search."""
    visitor.open(f"/orders/?q={order}+{number}&state=all")
    visitor.follow(visitor.page.get_by_role("link", name=re.compile("Desk bracket")).first)
    return visitor.page


def test_ten_lines_by_keyboard_one_split_one_proposed_countered_and_accepted(visit, ordered):
    bob = visit("bob@brandt.example", viewport={"width": 1280, "height": 800})
    page = bob.open(f"/desk/?tab=to_confirm&q={ordered}")
    assert page.locator("tr[data-line]").count() == LINES
    assert page.locator("tr[data-line]").first.bounding_box()["y"] < 500
    assert accessibility_problems(page) == []

    # Ten lines confirmed by keyboard alone.
    tab_to(page, "tr[data-line] input[data-cell=day]")
    for _ in range(10):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    assert page.locator("[data-picked]").inner_text() == "10 lines selected"
    tab_to(page, "#desk-bar button[value=accept]")
    page.keyboard.press("Enter")
    assert page.locator("[data-save]").inner_text() == "Save 10 changes"
    page.evaluate("scrollTo(0, 0)")  # what the head that stays covers at the moment is no small target
    assert accessibility_problems(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("10 lines are saved.").wait_for()
    assert page.get_by_text("Saved just now").is_visible()

    alice = visit("alice@halden.example")
    assert "Promised 100" in line_page(alice, ordered, "010").locator("main").inner_text().replace(
        "\xa0", " "
    )

    # One proposed outside its tolerance, in the table, by keyboard.
    page = bob.open(f"/desk/?tab=to_confirm&q={ordered}")
    tab_to(page, "tr[data-line] input[data-cell=day]")
    page.keyboard.type("+30")
    page.keyboard.press("Tab")
    tab_to(page, "tr[data-line] select")
    page.keyboard.type("Material")
    tab_to(page, "[data-save]")
    page.keyboard.press("Enter")
    page.get_by_text("of them waits for our answer").wait_for()

    # One split, on its own page.
    page = line_page(bob, ordered, "120")
    page.locator("#promise summary").click()
    form = page.locator("#promise form")
    for number, (pieces, day) in enumerate(((60, ASKED), (40, ASKED - timedelta(days=3))), 1):
        form.locator(f"[name=promise-quantity_{number}]").fill(str(pieces))
        form.locator(f"[name=promise-day_{number}]").fill(day.isoformat())
    bob.follow(form.get_by_role("button", name="Promise it"))
    text = page.locator("main").inner_text().replace("\xa0", " ")
    assert "60 pcs" in text and "40 pcs" in text
    assert "60 pcs" in line_page(alice, ordered, "120").locator("main").inner_text().replace("\xa0", " ")

    # The buyer counters on the page of the line; the partner sees it and accepts.
    page = line_page(alice, ordered, "110")
    page.locator("#counter summary").click()
    form = page.locator("#counter form")
    form.locator("[name=counter-quantity_1]").fill("100")
    form.locator("[name=counter-day_1]").fill((ASKED + timedelta(days=10)).isoformat())
    alice.follow(form.locator("button[type=submit]").last)

    page = bob.open(f"/desk/?q={ordered}")
    row = page.locator("tr[data-line]").filter(has_text="Desk bracket 11")
    row.locator("[data-ac-pick]").check()
    page.locator("#desk-bar button[value=accept]").click()
    bob.follow(page.locator("[data-save]"))
    page.get_by_text("1 line is saved.").wait_for()
    assert "Accepted" in page.locator("tr[data-line]").filter(has_text="Desk bracket 11").inner_text()
    alice.page.reload()
    assert "Promised 100" in alice.page.locator("main").inner_text().replace("\xa0", " ")


def test_a_column_is_pasted_undone_and_an_accidental_leave_is_asked_about(visit, ordered):
    bob = visit("bob@brandt.example", permissions=["clipboard-read", "clipboard-write"])
    page = bob.open("/desk/?tab=all")
    days = page.locator("input[data-cell=day]")
    before = [days.nth(place).input_value() for place in range(3)]
    column = [(ASKED + timedelta(days=place)).isoformat() for place in range(3)]
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(column))
    days.first.focus()
    page.keyboard.press("Control+v")
    page.wait_for_function(
        "day => !/^\\d{4}-/.test(document.querySelectorAll('input[data-cell=day]')[2].value)", arg=""
    )
    assert page.locator("[data-save]").inner_text() == "Save 3 changes"
    days.first.press("Escape")
    page.locator("[data-undo]").click()
    assert [days.nth(place).input_value() for place in range(3)] == before
    days.first.fill("soon")
    days.first.press("Enter")
    page.get_by_text("is no day").first.wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/home/")
    assert asked == ["beforeunload"]


def test_on_a_phone(visit, ordered):
    bob = visit("bob@brandt.example", **PHONE)
    page = bob.open(f"/desk/?tab=all&q={ordered}")
    assert overflow(page) == 0
    row = page.locator("tr[data-line]").filter(has_text="Desk bracket 13")
    row.locator("[data-ac-pick]").check()
    page.locator("#desk-bar button[value=accept]").click()
    assert accessibility_problems(page) == []
    bob.follow(page.locator("[data-save]"))
    assert overflow(page) == 0
    page.get_by_text("1 line is saved.").wait_for()
    page = bob.open("/home/")
    assert overflow(page) == 0
    bob.follow(page.get_by_role("link", name="Open the desk"))
    assert "/desk/" in page.url


def test_without_scripts_a_line_is_confirmed(visit, ordered):
    bob = visit("bob@brandt.example", java_script_enabled=False)
    page = bob.open(f"/desk/?tab=all&q={ordered}")
    row = page.locator("tr[data-line]").filter(has_text="Desk bracket 14")
    row.locator("[data-ac-pick]").check()
    bob.follow(page.locator("#desk-bar button[value=accept]"))
    assert "Not saved yet" in page.locator("main").inner_text()
    bob.follow(page.locator("[data-save]"))
    assert "1 line is saved." in page.locator("main").inner_text()
