"""A plan from the first proposal to its verified end, both sides acting, and the steps that are refused.

It is proposed, signed and begun in June, on a server whose clock stands there; what it came to is measured
on what was delivered since, and verified today.
"""

import re
from datetime import date

import pytest

from tests.browser.driving import accessibility_problems, overflow

PLAN = re.compile(r"/plans/[a-z0-9]{16}/")
BEGUN = date(2026, 6, 15)
TERMS = {
    "kpi": "otif_lines",
    "baseline_from": "2026-01-01",
    "baseline_to": "2026-05-31",
    "months": "1",
    "target": "85 %",
    "by_when": "2026-09-30",
    "hold": "2",
    "partner_share": "50",
    "actions-0-side": "partner",
    "actions-0-title": "Second core box for the pump housing",
    "actions-0-due_on": "2026-08-01",
}
OURS = {
    "actions-1-side": "company",
    "actions-1-title": "Release the core box drawing",
    "actions-1-due_on": "2026-07-10",
}


def fill(page, given):
    for name, value in given.items():
        field = page.locator(f"form [name='{name}']").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def act(visitor, address, button):
    page = visitor.open(address)
    visitor.follow(page.get_by_role("button", name=button, exact=True).first)
    return page


def words_of(visitor, address):
    return visitor.open(address).inner_text("main").replace("\u00a0", " ")


@pytest.fixture
def begun(installation, visit):
    """Bob proposes, Alice signs after somebody who may not has tried, the plan starts: all in June."""
    with installation.days_ago((date.today() - BEGUN).days) as june:
        bob, maja = (visit(f"{name}@brandt.example", at=june) for name in ("bob", "maja"))
        alice, ben = (visit(f"{name}@halden.example", at=june) for name in ("alice", "ben"))
        page = bob.open("/plans/new/")
        fill(page, TERMS)
        bob.follow(page.get_by_role("button", name="Show the baseline"))
        assert "58.3" in page.inner_text("main")
        bob.follow(page.get_by_role("button", name="Add an action"))
        fill(page, OURS)
        assert accessibility_problems(page) == []
        bob.follow(page.locator("button[name=act][value=send]").last)
        address = PLAN.search(page.url)[0]
        for somebody in (maja, ben):
            status, _told = somebody.send(f"{address}sign/", **{"sign-read": "on"})
            assert status == 403, somebody.email
        status, told = alice.send(f"{address}start/")
        assert (status, "Both sides sign the plan first" in told) == (409, True)
        for signer in (bob, alice):
            page = signer.open(address)
            page.locator("form[action$='/sign/'] input[type=checkbox]").check()
            signer.follow(page.locator("form[action$='/sign/'] button[type=submit]").first)
        act(alice, address, "Start it")
        assert "In progress" in words_of(bob, address)
    return address


def finish(visitor, address, title, evidence):
    page = visitor.open(address)
    page.get_by_text(f"What happens with “{title}”?").click()
    form = page.locator("form", has=page.get_by_role("button", name="It is done")).first
    form.locator("textarea").first.fill(evidence)
    visitor.follow(form.get_by_role("button", name="It is done"))


def test_a_plan_from_the_first_proposal_to_its_verified_end(visit, begun):
    address = begun
    bob, alice = visit("bob@brandt.example"), visit("alice@halden.example")
    dana, charlie = visit("dana@halden.example"), visit("charlie@kestrel.example")
    assert charlie.status_of(address) == 404

    # Nobody acts for the other side.
    ours = re.search(rf"{address}actions/([a-z0-9]{{16}})/", alice.open(address).content())[1]
    status, _told = bob.send(f"{address}actions/{ours}/", act="begin")
    assert status == 403
    finish(bob, address, TERMS["actions-0-title"], "The box is cast and measured.")

    # Who says that it works does not verify it, and neither does the partner.
    act(alice, address, "Say that it works")
    for somebody in (alice, bob):
        status, _told = somebody.send(f"{address}verify/", **{"verify-period": "2026-06"})
        assert status == 403, somebody.email
    for _month in ("June", "July", "August", "September", "October"):
        act(dana, address, "Verify it")
    words = words_of(bob, address)
    assert "Effective" in words
    assert "100.0 %" in words
    assert "58.3 %" in words

    # It does not close with an open action.
    page = dana.open(address)
    assert accessibility_problems(page) == []
    status, _told = dana.send(f"{address}close/", **{"close-learned": "Freeze early."})
    assert status in (409, 422)
    finish(alice, address, OURS["actions-1-title"], "Revision C, released.")
    page = dana.open(address)
    form = page.locator("form[action$='/close/']")
    form.locator("textarea").fill("Drawings are frozen ten days before casting.")
    dana.follow(form.get_by_role("button", name="Close it"))
    words = words_of(bob, address)
    assert "Drawings are frozen ten days before casting." in words
    assert "Closed" in words

    phone = visit("bob@brandt.example", viewport={"width": 390, "height": 844})
    for path in (address, "/plans/", "/plans/board/?state=all", "/plans/gains/", "/plans/ideas/"):
        assert overflow(phone.open(path)) == 0, path
