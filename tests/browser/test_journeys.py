"""What people come here to do, from the first click to the last."""

import re

import pytest

from tests.browser.driving import Visitor, accessibility_problems

LONG = 240_000  # ms; ten thousand lines are checked and judged by the worker on a shared machine
VENDOR = "CIPLA LIMITED"
FIRST_PASSWORD = "our word is good 2014"
EXPLORER = re.compile(r"/cms/pages/\d+/$")
WORDS = "Thank you. Two of these were ready a week earlier and waited for your ship."


@pytest.fixture(scope="package")
def delivered(chromium, installation, sessions, public_data):
    """The public delivery history of USAID, imported in the browser and published for 2014 by Alice."""
    alice = Visitor(chromium, installation.address, sessions, "alice@halden.example", {})
    page = alice.open("/imports/new/")
    page.locator("input[type=file]").set_input_files(
        public_data / "scms" / "SCMS_Delivery_History_Dataset_20150929.csv"
    )
    page.get_by_label("Profile").select_option("usaid-scms")
    page.get_by_role("button", name="Show what it would do").click()
    save = page.get_by_role("button", name=re.compile("^Save")).first
    save.wait_for(timeout=LONG)
    assert "10,324" in page.inner_text("main")
    preview = accessibility_problems(page)
    save.click()
    page.get_by_role("link", name="Import another file").wait_for(timeout=LONG)

    page.goto("/scorecards/publish/")
    page.get_by_role("textbox", name="Period").fill("2014")
    page.get_by_label("Template").select_option(label="Delivery essentials")
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    page.get_by_role("link", name="See the result").click(timeout=LONG)
    page.get_by_role("link", name="See the cards").click()
    page.wait_for_url("**/scorecards/?period=2014")
    alice.leave()
    assert alice.problems + preview == []


def test_from_a_delivery_file_to_an_answered_card(visit, installation, delivered):
    alice = visit("alice@halden.example")
    page = alice.open("/partners/?q=cipla")
    page.get_by_role("link", name=VENDOR).first.click()
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("E-mail address").fill("asha@cipla.example")
    page.locator("section:has(#invite) select").select_option("partner_admin")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("asha@cipla.example").first.wait_for()

    asha = visit()
    page = asha.page
    page.goto(link_in(installation, "asha@cipla.example"))
    page.locator("input[name=name]").fill("Asha Rao")
    for field in page.locator("input[type=password]").all():
        field.fill(FIRST_PASSWORD)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url("**/home/")
    assert VENDOR in page.inner_text("header")

    page.goto("/scorecards/")
    page.get_by_role("link", name="2014").first.click()
    page.wait_for_url(re.compile(r"/scorecards/[a-z2-9]{16}/$"))
    card = page.url
    assert "of 100" in page.inner_text("main")
    rows = page.locator("main tbody a[href*='/rows/'], main tbody a[href*='rows=']").first
    address = rows.get_attribute("href")
    rows.click()
    page.locator("tr.ac-drawer").wait_for()
    assert accessibility_problems(page) == []
    page.goto(address)
    asha.follow(page.get_by_role("link", name=re.compile("^All")))
    assert page.locator("main table.dense tbody tr").count() >= 5

    pdf = asha.context.request.get(f"{card}pdf/")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    rows = asha.context.request.get(f"{card}rows.csv").text()
    assert rows.count("\n") > 50

    page.goto(card)
    page.get_by_label(re.compile("^Comment")).fill(WORDS)
    page.get_by_role("button", name="Send comment only").click()
    page.get_by_text(WORDS).wait_for()

    page = alice.open("/home/")
    page.get_by_text(WORDS[:40]).first.wait_for()
    alice.open(card.removeprefix(installation.address))
    assert WORDS in alice.page.inner_text("main")
    assert accessibility_problems(alice.page) == []

    charlie = visit("charlie@kestrel.example")
    for path in ("", "pdf/", "rows.csv"):
        assert charlie.status_of(f"{card}{path}") == 404


def link_in(installation, address):
    """The invitation's link, from the mail that the worker sent to this address."""
    text = installation.mails(lambda text: f"To: {address}" in text)[-1]
    return re.search(r"http://localhost:\d+/invitation/[\w-]+/", text.replace("=\n", "")).group()


def test_an_editor_changes_a_page_and_an_executive_approves(visit):
    cleo = visit("cleo@halden.example")
    cleo.open("/home/")
    cleo.open("/cms/")
    pages = cleo.context.request.get("/cms/api/main/pages/?format=json").json()["items"]
    about = next(page for page in pages if page["meta"]["type"] == "cms.TextPage")
    edit, address = f"/cms/pages/{about['id']}/edit/", f"/{about['meta']['slug']}/"

    page = cleo.open(edit)
    page.locator("[name=intro]").fill("We keep our word, both ways.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Approval").click()
    page.get_by_text("has been submitted for moderation").wait_for()
    stranger = visit()
    assert "both ways" not in stranger.open(address).inner_text("main")

    erin = visit("erin@halden.example")
    page = erin.open(edit)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.wait_for_url(EXPLORER)
    assert "We keep our word, both ways." in stranger.open(address).inner_text("main")

    page = erin.open(edit)
    page.locator("[name=intro]").fill("We treat our suppliers like our best customers.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(EXPLORER)
    assert "best customers" in stranger.open(address).inner_text("main")


def test_a_person_of_two_rivals_sees_one_at_a_time(visit):
    robin = visit("robin@vale.example")
    page = robin.open("/home/")
    assert "Brandt Castings" in page.inner_text("header")
    brandt = page_of_own_card(robin)
    assert "Kestrel" not in page.inner_text("main")

    act_for(page, "Kestrel Forgings")
    page.goto("/home/")
    assert "Kestrel Forgings" in page.inner_text("header")
    assert "Brandt" not in page.inner_text("main")
    assert robin.status_of(brandt) == 404
    kestrel = page_of_own_card(robin)
    assert robin.status_of(kestrel) == 200

    act_for(page, "Brandt Castings")
    assert robin.status_of(kestrel) == 404
    assert robin.status_of(brandt) == 200


def act_for(page, name):
    page.goto("/account/partner/")
    page.get_by_label(name).check()
    page.get_by_role("button", name="Act for this partner").click()
    page.wait_for_url("**/home/")


def page_of_own_card(visitor):
    """The address of the newest card of whoever this person acts for."""
    visitor.open("/scorecards/")
    links = visitor.page.locator("main a[href^='/scorecards/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return next(link for link in links if re.fullmatch(r"/scorecards/[a-z2-9]{16}/", link))


def test_partners_and_strangers_find_no_editor(visit):
    for email in ("bob@brandt.example", "alice@halden.example", None):
        visitor = visit(email)
        for path in ("/cms/", "/cms/login/", "/cms/pages/", "/cms/password_reset/"):
            assert visitor.status_of(path) == 404
