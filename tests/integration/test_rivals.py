"""No word of one partner ever reaches its rival: not in pages, exports, cards, errors, the API or mails."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from portal.models import AuditEvent, OutboxMessage
from suppliers.imports.datasets import DATASETS
from tests.architecture.access_matrix import ROWS
from tests.architecture.test_access_matrix import JSON, reads_json

pytestmark = pytest.mark.django_db
LINKS = re.compile(r'(?:href|src|action|hx-get)="([^"#]+)')
TAIL = ("?format=csv", "?format=xlsx")
API = [f"/api/v1/{name}/" for name in (*DATASETS, "commitments", "questions", "programmes")]
# What is said of lines, and around them.
TALK = {
    "/desk/?", "/desk/?format", "/questions/?", "/questions/?format", "/questions/*/?", "/invoices/?",
    "/programmes/?", "/programmes/*/?", "/account/mails/?", "/account/away/?", "/api/v1/commitments/?",
    "/api/v1/questions/?", "/api/v1/programmes/?",
}  # fmt: skip
# How many pages of one shape are read: of plain addresses, with one word in the query, with several.
ALIKE = (3, 2, 1)


def acting(user, side=None):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    if side is not None:
        session = client.session
        session["active_partner"] = side.partner.public_id
        session.save()
    return client


def body_of(response) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return headers + _readable(raw)


def _readable(raw: bytes) -> str:
    """What is in it, also in the pages of a PDF and the parts of a spreadsheet."""
    if raw.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    if not raw.startswith(b"PK"):
        return raw.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def crawl(client: Client, start: str = "/home/") -> Iterator[tuple[str, str]]:
    """Every address that can be reached by links, with what it says; lists as files too."""
    waiting, seen = [start, *API, "/imports/", "/no-such-page/"], set()
    shapes = Counter()
    while waiting:
        path = waiting.pop(0)
        shape = _shape(path)
        if path in seen or shapes[shape] >= _alike(shape):
            continue
        seen.add(path)
        shapes[shape] += 1
        response = client.get(path)
        body = body_of(response)
        yield path, body
        if "text/html" not in response.get("Content-Type", ""):
            continue
        for link in LINKS.findall(body):
            found = urljoin(path, urldefrag(link.replace("&amp;", "&"))[0])
            parts = urlsplit(found)
            if parts.netloc or parts.scheme or parts.path.startswith(("/static/", "/accounts/logout")):
                continue
            waiting.append(found)
        if 'role="table"' in body and "?" not in path:
            waiting += [path + tail for tail in TAIL]


def _shape(path: str) -> str:
    """An address without the names of things in it, and without the order of what it asks for."""
    parts = urlsplit(path)
    asked = sorted({word.partition("=")[0] for word in parts.query.split("&")})
    return re.sub(r"[a-z2-9]{16}", "*", parts.path) + "?" + "&".join(asked)


def _alike(shape: str) -> int:
    asked = shape.partition("?")[2]
    return ALIKE[min(len(asked.split("&")), 2) if asked else 0]


@pytest.mark.parametrize("who", ["rival", pytest.param("both", marks=pytest.mark.any_engine)])
def test_a_rival_reads_no_word_of_the_other_wherever_links_lead(world, who):
    user = world.kestrel.people["partner_admin"] if who == "rival" else world.both
    pages = dict(crawl(acting(user, world.kestrel)))
    if who == "both":
        pages.pop("/account/partner/")  # the one page that names both, to the one person who is both
    assert [path for path, body in pages.items() if "secretbrandt" in body.lower()] == []
    own = [path for path, body in pages.items() if "Secretkestrel" in body]
    assert len(own) > 10, "the crawl must have reached what it looks at"
    assert {"/account/people/", "/orders/", "/scorecards/"} <= set(own)
    assert {_shape(path) for path in own} >= TALK, "one's own are read, so a rival's would be seen"


@pytest.mark.parametrize("who", ["rival", pytest.param("both", marks=pytest.mark.any_engine)])
def test_a_rival_who_knows_every_address_reads_no_word_of_the_other(world, who):
    user = world.kestrel.people["partner_admin"] if who == "rival" else world.both
    client = acting(user, world.kestrel)
    for row in ROWS:
        if row.name in ("portal:invitation", "portal:switch"):
            continue  # the secret link is for its holder; switching is tested on its own
        path = reverse(row.name, kwargs=row.of(world))
        data = row.data(world) if callable(row.data) else row.data
        kind = {"content_type": "application/json"} if row.method in JSON and reads_json(path) else {}
        body = body_of(getattr(client, row.method.lower())(path, data, **kind))
        assert "secretbrandt" not in body.lower(), path


@pytest.mark.any_engine
def test_after_switching_nothing_of_the_first_is_left(world):
    client = acting(world.both, world.brandt)
    assert any("Secretbrandt" in body for _, body in crawl(client))
    client.post("/account/partner/", {"partner": world.kestrel.partner.public_id})
    leaks = [
        path for path, body in crawl(client) if "secretbrandt" in body.lower() and path != "/account/partner/"
    ]
    assert leaks == []


def test_mails_speak_of_one_partner(world):
    mails = OutboxMessage.objects.exclude(scope="")
    assert mails.filter(scope=world.brandt.partner.public_id).exists()
    for mail in OutboxMessage.objects.all():
        words = f"{mail.to} {mail.subject} {mail.text} {mail.html}".lower()
        named = {side.word for side in (world.brandt, world.kestrel) if side.word.lower() in words}
        assert len(named) <= 1, mail.subject
        if named:
            side = world.brandt if named == {"Secretbrandt"} else world.kestrel
            assert mail.scope == side.partner.public_id, mail.subject
            assert _may_read(mail.to, side, world), mail.subject


def _may_read(address, side, world):
    staff = {user.email for user in world.staff.values()}
    own = {user.email for user in side.people.values()} | {world.both.email}
    return address in staff | own or address == side.invitation.email


def test_the_trail_keeps_scopes_apart(world):
    for event in AuditEvent.objects.exclude(scope=""):
        own = (world.brandt.partner.public_id, world.alias.public_id)
        other = world.kestrel if event.scope in own else world.brandt
        assert other.word.lower() not in f"{event.data} {event.object_id}".lower()
