"""The public site as a stranger meets it on a slow telephone: soon there, still, small, open to all."""

import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from tests.browser.driving import accessibility_problems, overflow
from tests.valid_html import html_problems

# Slow 4G and a telephone that computes four times slower.
LATENCY, BITS, SLOWER = 150, 1_600_000, 4
# What we hold ourselves to: milliseconds, share of the window, bytes over the wire.
MOST_LCP, MOST_CLS, MOST_BYTES = 2500, 0.1, 200_000
# A page of ours with hardly anything on it: how slow this machine is just now. On a quiet one it takes 1.4
# seconds, so that this many times as long is what we hold ourselves to.
BARE, MOST_OF_BARE, TRIES = "/nothing-of-that-name/", 1.8, 6
WATCH = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => {
  for (const one of list.getEntries()) window.seen.lcp = one.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.cls += one.value;
}).observe({type: "layout-shift", buffered: true});
"""
FIXED = ["/", "/mission/", "/standards/", "/policies/", "/news/", "/reach/", "/join/", "/search/?q=partner"]
PHONE = {"width": 390, "height": 844}


def fetched(address):
    """What stands there, asked by itself: a connection kept open is closed by the server while we measure."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except HTTPError as error:
        return error.read()


def measured(chromium, address, path):
    """The first visit of somebody with an empty cache: (LCP in ms, CLS, bytes, addresses asked for)."""
    context = chromium.new_context(base_url=address, viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    loads = {"bytes": 0, "asked": []}
    wire.on(
        "Network.loadingFinished", lambda one: loads.update(bytes=loads["bytes"] + one["encodedDataLength"])
    )
    wire.on("Network.requestWillBeSent", lambda one: loads["asked"].append(one["request"]["url"]))
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 16},
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(path, wait_until="networkidle")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seen = page.evaluate("window.seen")
    context.close()
    return seen["lcp"], seen["cls"], loads["bytes"], loads["asked"]


def quickest(chromium, address, path):
    """The quickest visit of at most six, and how long it may take: tests beside this one only make it slower.

    How much slower is seen by a bare page, asked for in turn with it.
    """
    found, most, bare = measured(chromium, address, path), MOST_LCP, []
    for _ in range(TRIES - 1):
        if found[0] < most:
            break
        bare.append(measured(chromium, address, BARE)[0])
        most = max(MOST_LCP, min(bare) * MOST_OF_BARE)
        found = min(found, measured(chromium, address, path), key=lambda one: one[0])
    return found, most


def public_paths(visitor):
    """The fixed places, and one page of each kind that the map of the site names beside them."""
    listed = visitor.context.request.get("/sitemap.xml").text()
    found = [urlsplit(part.split("</loc>")[0]).path for part in listed.split("<loc>")[1:]]
    kinds = {}
    for path in found:
        parts = path.strip("/").split("/")
        kinds.setdefault((parts[0], len(parts)) if len(parts) > 1 else path, path)
    return [*FIXED, *(path for path in kinds.values() if path not in FIXED)]


@pytest.mark.any_engine
def test_a_first_visit_is_quick_still_and_small(visit, chromium, installation):
    visitor = visit()
    problems, table = [], []
    fetched(installation.address + BARE)
    for path in public_paths(visitor):
        fetched(installation.address + path)  # the server has answered before; the visitor has not asked
        (lcp, cls, size, asked), most = quickest(chromium, installation.address, path)
        table.append(f"{path:45} LCP {lcp:5.0f} ms  CLS {cls:.3f}  {size / 1000:6.1f} kB  {len(asked)} asked")
        if not 0 < lcp < most:
            problems.append(f"{path}: its largest part stands after {lcp:.0f} ms, not {most:.0f}")
        if cls >= MOST_CLS:
            problems.append(f"{path}: it moves by {cls:.3f}")
        if not 0 < size < MOST_BYTES:
            problems.append(f"{path}: {size} bytes")
        others = [one for one in asked if not one.startswith((installation.address, "data:", "blob:"))]
        problems += [f"{path}: asks {one}" for one in others]
    print(*table, sep="\n")
    assert len(table) > len(FIXED) + 3
    assert not problems, "\n".join(problems)


@pytest.mark.any_engine
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_public_pages_are_for_everybody_and_valid(visit, installation, width, scheme):
    visitor = visit(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    problems = []
    for path in public_paths(visitor):
        page = visitor.open(path)
        problems += [f"{path}: {problem}" for problem in accessibility_problems(page)]
        if wider := overflow(page):
            problems.append(f"{path}: {wider} px wider than the window")
        problems += [f"{path}: {one}" for one in html_problems(fetched(installation.address + path))]
    assert not problems, "\n".join(problems)


def test_a_stranger_finds_a_policy_a_person_and_the_way_in(visit):
    visitor = visit(viewport=PHONE)
    page = visitor.open("/")
    visitor.follow(page.get_by_role("contentinfo").get_by_role("link", name="Search", exact=True))
    page.get_by_label("Search this site").fill("gifts")
    visitor.follow(page.get_by_role("button", name="Search"))
    visitor.follow(page.get_by_role("link", name="Gifts and invitations"))
    assert page.locator("h1").inner_text() == "Gifts and invitations"
    page.locator("nav summary", has_text="More").click()
    visitor.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Reach us"))
    assert page.locator('main a[href^="tel:"]').count() > 2
    page.locator("nav summary", has_text="More").click()
    visitor.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Become a partner"))
    visitor.follow(page.get_by_role("link", name="Tell us about your company"))
    assert urlsplit(page.url).path == "/register/"


def test_the_site_works_without_scripts(visit):
    visitor = visit(java_script_enabled=False)
    page = visitor.open("/search/")
    page.locator("main input[name=q]").fill("receipts")
    visitor.follow(page.get_by_role("button", name="Search"))
    visitor.follow(page.get_by_role("link", name="Receipts are booked on the day"))
    assert len(page.inner_text("main")) > 300


def test_on_paper_stands_the_text_alone(visit):
    page = visit().open("/about-us/")
    page.emulate_media(media="print")
    assert not page.locator("header.ac-top").is_visible()
    assert not page.locator("footer.ac-foot").is_visible()
    assert page.locator("h1").is_visible()
