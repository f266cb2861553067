"""A new user brings in another system's file: from the upload to saved orders in under two minutes."""

import time

from tests.browser.driving import accessibility_problems, overflow

HEADER = (
    "Belegnr.;Posten;Kred.-Kto;Firma;Teil;Benennung;Bestellmg.;Preis je Stk;Whrg;Angelegt;Soll-Termin;"
    "Sachbearb."
)
DAYS = ("05.01.2027", "17.01.2027", "30.01.2027")
TWO_MINUTES = 120
FEW = 9


def foreign_file(rows=12, start=880100):
    """Semicolons, decimal commas, days before months, cp1252: no column has a name of ours."""
    lines = [
        f"{start + row // 3};{10 * (1 + row % 3)};K-{700 + row % 2};Gießerei Übermut {row % 2} GmbH;T-{row};"
        f"Gehäuse Größe {row};1.{200 + row},5;{12 + row},30;EUR;02.11.2026;{DAYS[row % 3]};Jörg"
        for row in range(rows)
    ]
    return "\r\n".join([HEADER, *lines, ""]).encode("cp1252")


def upload(page, content, name="Offene Bestellungen.csv"):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_role("link", name="Map its columns").wait_for()


class Steps:
    """Counts what a person does."""

    def __init__(self):
        self.taken = []
        self.started = time.monotonic()

    def __call__(self, name, act):
        self.taken.append(name)
        return act()

    @property
    def seconds(self):
        return time.monotonic() - self.started


def quiet(visitor):
    """The offer comes with the status of a form that has something to put right: the browser logs that."""
    visitor.problems = [problem for problem in visitor.problems if "422" not in problem]


def test_a_foreign_file_becomes_orders_in_under_two_minutes(visit):
    visitor = visit("alice@halden.example")
    page = visitor.open("/imports/new/")
    step = Steps()
    step("upload", lambda: upload(page, foreign_file()))
    step("map", lambda: visitor.follow(page.get_by_role("link", name="Map its columns")))
    assert accessibility_problems(page) == []

    # What we could not guess is pointed at: a column of the file, then one of ours.
    if "Nothing is missing" not in page.inner_text("#after"):
        for theirs, ours in (("Kred.-Kto", "partner code *"), ("Bestellmg.", "quantity *")):
            head = page.locator("th", has=page.get_by_role("button", name=theirs, exact=True))
            if head.locator("select").first.input_value():
                continue
            step(f"pick {theirs}", head.get_by_role("button", name=theirs, exact=True).click)
            chip = page.locator("[data-ac-map-palette]").get_by_role("button", name=ours, exact=True)
            step(f"it is {ours}", chip.first.click)
    page.get_by_text("Nothing is missing").wait_for()
    assert "1,200.5" in page.inner_text("#after")
    assert "5 Jan 2027" in page.inner_text("#after").replace("\u00a0", " ")
    step("create partners", page.get_by_label("Create partners that are missing, as").check)
    step("use", lambda: visitor.follow(page.get_by_role("button", name="Use it once")))
    page.get_by_role("button", name="Save 12 rows").first.wait_for()
    step("save", page.get_by_role("button", name="Save 12 rows").first.click)
    page.get_by_role("heading", name="12 rows saved").wait_for(timeout=60_000)

    print(f"{len(step.taken)} steps, {step.seconds:.1f} s: {', '.join(step.taken)}")
    assert step.seconds < TWO_MINUTES
    assert len(step.taken) <= FEW
    quiet(visitor)
    page = visitor.open("/orders/?q=880101&state=all")
    assert "Gießerei Übermut" in page.inner_text("main")
    page.goto("/partners/?q=bermut")
    assert page.get_by_role("link", name="Gießerei Übermut 1 GmbH").count() >= 1


def test_a_change_shows_at_once_what_the_rows_become(visit):
    visitor = visit("alice@halden.example")
    page = visitor.open("/imports/new/")
    upload(page, foreign_file(start=880200))
    visitor.follow(page.get_by_role("link", name="Map its columns"))
    page.get_by_label("Decimal sign").focus()
    page.get_by_label("Decimal sign").select_option("point")
    page.get_by_text("cannot be read yet").first.wait_for()
    assert "is not a number" in page.inner_text("#m-becomes ~ .in, section:has(#m-becomes)")
    assert page.evaluate("document.activeElement.id") == "m-decimal"
    page.get_by_label("Decimal sign").select_option("comma")
    page.get_by_text("The first 10 rows can be read").first.wait_for()

    # By keyboard alone: pick a column, then one of ours.
    column = page.get_by_role("button", name="Sachbearb.", exact=True)
    column.focus()
    page.keyboard.press("Enter")
    assert column.get_attribute("aria-pressed") == "true"
    chip = page.locator("[data-ac-map-ours='orders.status_reason']")
    chip.focus()
    page.keyboard.press("Enter")
    page.get_by_role("columnheader", name="status reason").wait_for()
    assert chip.get_attribute("aria-pressed") == "true"

    # Another dataset brings its columns along.
    page.get_by_label("Receipts", exact=True).check()
    page.get_by_text("which column is “received on”").wait_for()
    assert page.locator("[data-ac-map-ours='receipts.received_on']").count() == 1
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == 0
        assert accessibility_problems(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    visitor.follow(page.get_by_role("button", name="Throw it away"))
    quiet(visitor)


def test_a_profile_is_kept_without_scripts_and_used_again(visit):
    visitor = visit("alice@halden.example", java_script_enabled=False)
    page = visitor.open("/imports/new/")
    upload(page, foreign_file(start=880300))
    visitor.follow(page.get_by_role("link", name="Map its columns"))
    assert page.get_by_role("heading", name="Or point").count() == 0
    page.get_by_label("Kred.-Kto is our", exact=True).select_option("partner_code")
    page.get_by_label("Bestellmg. is our", exact=True).select_option("orders.quantity")
    page.get_by_label("Create partners that are missing, as").check()
    visitor.follow(page.get_by_role("button", name="Look again"))
    assert "Nothing is missing" in page.inner_text("#after")
    page.get_by_label("Title").fill("Offene Bestellungen")
    visitor.follow(page.get_by_role("button", name="Save as profile"))
    assert "Save 12 rows" in page.inner_text("main")
    page = visitor.open("/imports/new/")
    page.locator("input[type=file]").set_input_files(
        {"name": "next.csv", "mimeType": "text/csv", "buffer": foreign_file(3, 880400)}
    )
    page.get_by_label("Profile").select_option("offene-bestellungen")
    visitor.follow(page.get_by_role("button", name="Show what it would do"))
    assert "Save 3 rows" in page.inner_text("main")
    quiet(visitor)
