"""Templates in the browser: tried while they are typed, by keyboard, and without scripts."""

import re

import pytest

from tests.browser.driving import accessibility_problems, overflow

LONG = 60_000  # ms; two sets of cards are computed
MOVED = re.compile(r"would change band|would get a band")


@pytest.fixture
def editor_of(visit):
    """`editor_of(**options)`: Alice, with a copy of the shipped template in the editor."""

    def make(**options):
        visitor = visit("alice@halden.example", **options)
        page = visitor.open("/scorecards/templates/")
        visitor.follow(page.get_by_role("link", name="Delivery essentials", exact=True))
        visitor.follow(page.get_by_role("link", name="Copy it"))
        return visitor

    return make


def weights(page):
    return page.locator("[name$=-weight]")


def kpis(page):
    return [field.input_value() for field in page.locator("section:has(#half-partner) [name$=-kpi]").all()]


def test_a_change_is_tried_while_it_is_typed(editor_of):
    page = editor_of(viewport={"width": 1280, "height": 900}).page
    weights(page).nth(0).fill("50")
    assert page.locator("[data-ac-sum-of]").first.inner_text() == "120"
    weights(page).nth(0).blur()
    page.locator("#trial a", has_text="sum to 120, not to 100").wait_for(timeout=LONG)
    weights(page).nth(1).fill("5")
    assert page.locator("[data-ac-sum-of]").first.inner_text() == "100"
    weights(page).nth(1).blur()
    page.locator("#trial-h", has_text=MOVED).wait_for(timeout=LONG)
    assert page.locator("#trial tbody tr").count() > 1
    assert "Nothing is stored" in page.locator("#trial").inner_text()
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="Templates", exact=True).click()
    page.wait_for_url("**/scorecards/templates/")
    assert "copy" not in page.inner_text("main tbody")


def test_rows_move_by_keyboard_and_the_focus_goes_with_them(editor_of):
    page = editor_of().page
    before = kpis(page)
    page.get_by_label("Name", exact=True).fill("Half typed")
    page.get_by_role("button", name="Move On time and in full, by line down").focus()
    page.keyboard.press("Enter")
    page.locator('[value="lines:1:down"]:focus').wait_for()
    assert kpis(page) == [before[1], before[0], *before[2:]]
    page.keyboard.press("Enter")
    page.locator('[value="lines:2:down"]:focus').wait_for()
    page.get_by_role("button", name="Remove Lead time, mean").focus()
    page.keyboard.press("Enter")
    page.locator('[value="undo"]:focus').wait_for()
    assert len(kpis(page)) == len(before) - 1
    page.keyboard.press("Enter")
    page.locator('[name="lines-3-kpi"]:focus').wait_for()
    assert sorted(kpis(page)) == sorted(before)
    assert page.get_by_label("Name", exact=True).input_value() == "Half typed"


def test_a_template_is_made_without_scripts(editor_of):
    visitor = editor_of(java_script_enabled=False)
    page = visitor.page
    before = kpis(page)
    page.get_by_label("Name", exact=True).fill("Without scripts")
    visitor.follow(page.get_by_role("button", name="Move Promises kept up"))
    assert kpis(page) == [before[0], before[2], before[1], *before[3:]]
    visitor.follow(page.get_by_role("button", name="Add a document"))
    page.get_by_label("Without this document").last.fill("Insurance")
    page.get_by_label("the band is at best").last.fill("Reliable")
    weights(page).nth(0).fill("35")
    weights(page).nth(1).fill("15")
    visitor.follow(page.get_by_role("button", name="Try it"))
    assert MOVED.search(page.locator("#trial-h").inner_text())
    assert page.get_by_label("Without this document").last.input_value() == "Insurance"
    page.get_by_label("What changes, and why").fill("For those who read without scripts")
    visitor.follow(page.get_by_role("button", name="Save the template"))
    words = page.inner_text("main")
    for said in ("Without scripts", "Without Insurance", "at best Reliable", "For those who read"):
        assert said in words
    visitor.follow(page.get_by_role("button", name="Retire it"))
    assert "makes no new cards" in page.inner_text("main")


def test_a_formula_is_checked_at_its_character(visit):
    page = visit("alice@halden.example").open("/scorecards/kpis/new/")
    formula = page.get_by_role("textbox", name="Formula")
    formula.press_sequentially("otif_line / 2")
    page.locator("#tried", has_text="Did you mean otif_lines?").wait_for(timeout=LONG)
    assert page.locator("#tried mark").inner_text() == "o"
    formula.fill("")
    formula.press_sequentially("(otif_lines + promise_kept) / 2")
    page.locator("#tried-h", has_text="Worth in").wait_for(timeout=LONG)
    assert "%" in page.locator("#tried .val").first.inner_text()
    assert accessibility_problems(page) == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_wider_than_its_window(editor_of, width):
    page = editor_of(viewport={"width": width, "height": 800}).page
    for line in page.locator(".ac-line-more > summary").all():
        line.click()
    assert overflow(page) == 0
    assert accessibility_problems(page) == []
