"""From a mail to a confirmed order: no password, no more than three actions, and well under a minute."""

import re
import time
from datetime import date, timedelta
from email import message_from_string
from email.policy import default

from tests.browser.driving import accessibility_problems, overflow

BOB = "bob@brandt.example"
ORDER = "4999001"
COLUMNS = "partner_code,order_number,line_number,item_code,description,quantity,unit,ordered_on,requested_on"


def orders():
    """Three lines of an order of today, as our order system would send them."""
    today = date.today()
    rows = [
        f"BRANDT,{ORDER},{10 * n},IM-{n},Impeller {n},{100 * n},pcs,{today},{today + timedelta(days=30 + n)}"
        for n in (1, 2, 3)
    ]
    return "\n".join([COLUMNS, *rows]).encode()


def never_quiet(bob):
    """Whatever hour it is where this test runs: each mail by itself, at once."""
    page = bob.open("/account/mails/")
    page.get_by_label("A mail for each, at once").check()
    page.get_by_label("Quiet from").select_option("00:00")
    page.get_by_label("Quiet until").select_option("00:00")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()


def send_the_order(alice):
    page = alice.open("/imports/new/")
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": orders()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_role("button", name=re.compile("^Save")).first.click(timeout=60_000)
    page.get_by_role("link", name="Import another file").wait_for(timeout=60_000)


def words_of(text):
    """The plain text of a mail, as its reader sees it."""
    return message_from_string(text, policy=default).get_body(("plain",)).get_content()


def the_link(installation):
    """The link about our order: in a mail of its own, or among others where many came at once."""

    def wanted(text):
        return f"To: {BOB}" in text and f"{ORDER}-10" in words_of(text)

    body = words_of(installation.mails(wanted)[-1])
    about = body[body.index(f"{ORDER}-10") :]
    return re.search(r"http://localhost:\d+(/task/[^/\s]+/)", about)[1]


def test_from_a_mail_to_a_confirmed_order_in_three_actions(visit, installation):
    never_quiet(visit(BOB))
    send_the_order(visit("alice@halden.example"))
    link = the_link(installation)

    phone = visit(viewport={"width": 390, "height": 844})  # nobody is signed in here
    began, actions = time.monotonic(), 0
    page = phone.open(link)
    actions += 1
    assert f"Confirm 3 lines of order {ORDER}" in page.inner_text("h1")
    assert accessibility_problems(page) == []
    assert overflow(page) == 0
    phone.follow(page.get_by_role("button", name="Confirm all 3 as asked"))
    actions += 1
    assert page.inner_text("h1") == "Thank you"
    assert actions <= 3
    assert time.monotonic() - began < 60

    for other in (phone, visit("charlie@kestrel.example")):
        assert other.status_of(link) in (404, 410)
    page = visit("alice@halden.example").open(f"/orders/?q={ORDER}&state=all")
    page.get_by_role("link", name=re.compile("Impeller 1")).first.click()
    page.get_by_text(f"through a mail link sent to {BOB}").first.wait_for()
