"""Without a mouse, and without scripts."""

import pytest

HAS_RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""
PLAIN = ["/home/", "/orders/", "/scorecards/", "/account/", "/account/people/", "/policies/"]


def test_the_keyboard_reaches_content_and_tables(visit):
    page = visit("alice@halden.example").open("/partners/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ac-skip"
    page.keyboard.press("Enter")
    page.locator("main:focus").wait_for()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the end of the page
        reached.add(page.evaluate("document.activeElement.closest('thead, tbody')?.tagName"))
        assert page.evaluate(HAS_RING), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert {"THEAD", "TBODY"} <= reached

    page.locator("tbody a").first.focus()
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/*/")


@pytest.mark.parametrize("path", PLAIN)
def test_a_partner_reads_without_scripts(visit, path):
    page = visit("bob@brandt.example", java_script_enabled=False).open(path)
    assert page.locator("h1").count() == 1
    assert len(page.inner_text("main")) > 40


def test_a_partner_logs_in_and_answers_without_scripts(visit, installation):
    visitor = visit(java_script_enabled=False)
    visitor.log_in("charlie@kestrel.example")
    page = visitor.open("/scorecards/")
    visitor.follow(page.locator("main tbody a").nth(1))
    page.locator("textarea").fill("We looked at it together, thank you.")
    visitor.follow(page.get_by_role("button", name="Send comment only"))
    assert "We looked at it together" in page.inner_text("main")


def test_filters_and_export_work_without_scripts(visit):
    visitor = visit("alice@halden.example", java_script_enabled=False)
    page = visitor.open("/partners/")
    page.locator("input[name=q]").fill("kestrel")
    visitor.follow(page.get_by_role("button", name="Find"))
    assert "q=kestrel" in page.url
    assert page.get_by_role("link", name="Kestrel Forgings").count() == 1


def test_light_or_dark_is_kept(visit):
    page = visit().open("/")
    page.get_by_text("Light or dark").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.wait_for_function("() => document.cookie.includes('theme=dark')")
    page.goto("/policies/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_what_does_not_exist_says_so_kindly(visit):
    visitor = visit("bob@brandt.example")
    response = visitor.page.goto("/scorecards/aaaaaaaaaaaaaaaa/")
    assert response.status == 404
    assert visitor.page.locator("h1").count() == 1
    visitor.problems.clear()  # the browser itself complains about every 404
