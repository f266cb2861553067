"""Every page that a person can reach by links: accessible, quiet, and never wider than its window."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.browser.driving import RULES, accessibility_problems, overflow

pytestmark = pytest.mark.any_engine
ID = re.compile(r"/[a-z2-9]{16}(?=/|$)")
KPI = re.compile(r"/rows/[a-z_]+/")
TEXT = re.compile(r"^/(policies|playbooks|standards|news)/[^/]+/")
VERSION = re.compile(r"/versions/[^/]+/")
HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
# Wagtail's and Swagger's own pages are not ours; files are no pages.
NOT_OURS = ("/cms/", "/api/", "/accounts/logout/", "/static/")
FILES = (".csv", ".xlsx", "/pdf/", ".xml", ".txt")
# Every rule once; then what a narrow window and other colours can change. The frame of all pages is
# different where there is room for it: the first page of each visitor is looked at wide and dark too.
CHANGING = ["color-contrast", "target-size"]
SHAPES = [(1280, "light", RULES), (390, "dark", CHANGING)]
FIRST = [*SHAPES, (1280, "dark", CHANGING)]
NARROWEST = 320

# Who looks; each looks at the kinds of page that nobody before has seen in the same role.
PEOPLE = {
    "staff": ("alice@halden.example", "dana@halden.example", "erin@halden.example", "cleo@halden.example"),
    "partners": (
        "bob@brandt.example",
        "robin@vale.example",
        "vera@brandt.example",
        "nils@fjordvann.example",
        "amara@okoro.example",
    ),
    "strangers": (None,),
}
AT_LEAST = {"staff": 18, "partners": 9, "strangers": 6}


def kind_of(path):
    """Pages that differ only in what they are about are of one kind."""
    path = VERSION.sub("/versions/*/", TEXT.sub(r"/\1/*/", path))
    return KPI.sub("/rows/*/", ID.sub("/*", path))


def places_of(visitor, seen):
    """One address of each kind of page that links lead to, from the first screen on; and the broken links."""
    waiting = ["/home/", "/"] if visitor.email else ["/", "/accounts/login/"]
    found, broken = [], []
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        if kind in seen or path.startswith(NOT_OURS) or urlsplit(path).path.endswith(FILES):
            continue
        seen.add(kind)
        answer = visitor.context.request.get(path)
        if not answer.ok:
            broken.append(f"a link leads to {path}: {answer.status} ({visitor.email})")
        elif "text/html" in answer.headers.get("content-type", ""):
            found.append(path)
            links = [unescape(link) for link in HREF.findall(answer.text())]
            waiting += [link for link in links if link.startswith("/") and not link.startswith("//")]
    return found, broken


@pytest.mark.parametrize("side", PEOPLE)
def test_pages_are_accessible_and_fit(visit, side):
    seen, looked, problems = set(), 0, []
    for email in PEOPLE[side]:
        visitor = visit(email, viewport={"width": 1280, "height": 800})
        places, broken = places_of(visitor, seen)
        problems += broken
        for path in places:
            looked += 1
            shapes = FIRST if path == places[0] else SHAPES
            found = problems_of(visitor.open(path), shapes)
            problems += [f"{path} ({email}): {problem}" for problem in found]
    assert not problems, "\n".join(problems)
    assert looked >= AT_LEAST[side], f"only {looked} pages found: {sorted(seen)}"


@pytest.mark.parametrize("email", ["erin@halden.example", "sven@halden.example", "vera@brandt.example"])
def test_who_only_reads_is_led_to_no_closed_page(visit, email):
    places, broken = places_of(visit(email), set())
    assert broken == []
    assert len(places) > 40


def problems_of(page, shapes=SHAPES):
    found = []
    for width, scheme, rules in shapes:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{width} {scheme}: {problem}" for problem in accessibility_problems(page, rules)]
        if wider := overflow(page):
            found.append(f"{width} {scheme}: {wider} px wider than the window")
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    if wider := overflow(page):
        found.append(f"{NARROWEST}: {wider} px wider than the window")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found
