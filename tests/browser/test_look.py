"""Small comforts: menus that close, columns that can be chosen, charts that fit their place."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_engine


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit("alice@halden.example").open("/partners/")
    summary = page.locator("summary", has_text="Columns")
    summary.click()
    page.locator("details[open] input[name=cols]").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.ac-menu[open]")).to_have_count(0)
    assert "Columns" in page.evaluate("document.activeElement.textContent")


def test_one_menu_at_a_time(visit):
    page = visit("alice@halden.example").open("/partners/")
    page.locator("summary", has_text="Export").click()
    page.locator("summary", has_text="Columns").click()
    expect(page.locator("details.ac-menu[open]")).to_have_count(1)


def test_columns_that_are_unticked_go_and_the_address_says_so(visit):
    page = visit("alice@halden.example").open("/partners/?q=brandt")
    before = page.locator("thead th").count()
    page.locator("summary", has_text="Columns").click()
    page.locator("details[open] input[name=cols]:checked").first.uncheck()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**cols=**")
    assert "q=brandt" in page.url
    assert page.locator("thead th").count() == before - 1


def test_a_chart_shows_one_of_its_widths(visit):
    visitor = visit("bob@brandt.example")
    page = visitor.open("/scorecards/")
    visitor.follow(page.locator("main tbody a").first)
    for width in (1280, 820, 390):
        page.set_viewport_size({"width": width, "height": 800})
        wide, narrow = page.locator(".ac-chart.wide"), page.locator(".ac-chart.narrow")
        assert wide.count()
        for index in range(wide.count()):
            assert wide.nth(index).is_visible() != narrow.nth(index).is_visible()
