"""XML within bounds: no document types in any disguise, no bombs."""

import gzip
import io

import pytest

from suppliers.imports.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from suppliers.imports.markup import read_parts
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from tests.unit.suppliers.imports.costs import cost_of
from tests.unit.suppliers.imports.ubl.messages import Everybody, order, order_line

PREFIXES = {"urn:c": "c"}
SMALL = Limits(
    max_xml_bytes=100_000,
    max_xml_depth=5,
    max_xml_elements=100,
    max_xml_part=20,
    max_xml_names=30,
    max_xml_text=50,
    max_xml_attributes=3,
    max_xml_token=10_000,
)


def parts(text, limits=DEFAULT_LIMITS):
    return list(read_parts(io.BytesIO(text if isinstance(text, bytes) else text.encode()), limits, PREFIXES))


def test_the_root_comes_without_its_children_and_each_child_whole():
    root, first, second = parts('<a xmlns:c="urn:c" n="1">x<c:b>t<c:d/>u</c:b> <e f="g"/></a>')
    assert (root.name, root.children, dict(root.attributes)) == ("a", [], {"n": "1"})
    assert (first.name, first.text, [child.name for child in first.children]) == ("c:b", "tu", ["c:d"])
    assert (second.name, dict(second.attributes)) == ("e", {"f": "g"})


def test_attached_documents_are_passed_over():
    attached = f"<a><b><EmbeddedDocumentBinaryObject>{'x' * 5_000}</EmbeddedDocumentBinaryObject></b></a>"
    assert parts(attached, SMALL)[1].children[0].text == ""


TYPES = [
    "<!DOCTYPE a>",
    "<!doctype a>",
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    "\n\n <!-- harmless --> <!DOCTYPE a>",
    "<!-- " + "x" * 2 * MEGABYTE + " --><!DOCTYPE a>",
    "<!ENTITY b 'c'>",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("markup", TYPES)
def test_a_document_type_is_refused_unread(markup, encoding, monkeypatch):
    monkeypatch.setattr("suppliers.imports.markup.DefusedXMLParser", None)  # nothing may be parsed
    text = f"{markup}<a/>".encode(encoding)
    with pytest.raises(FileRefused, match="document type or an entity"):
        parts(text)
    with pytest.raises(FileRefused, match="document type or an entity"):
        open_file(io.BytesIO(text), name="order.xml", dataset="orders", parties=Everybody())


def test_the_parser_refuses_a_document_type_by_itself(monkeypatch):
    monkeypatch.setattr("suppliers.imports.markup.check_markup", lambda stream, limits: None)
    with pytest.raises(FileRefused, match="document type"):
        parts("<!DOCTYPE a><a/>")


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "utf-32", "x-unknown"])
def test_an_encoding_that_hides_things_is_refused(encoding):
    with pytest.raises(FileRefused, match=f"written in {encoding}"):
        parts(f'<?xml version="1.0" encoding="{encoding}"?><a/>')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<a>" * 6 + "</a>" * 6, "a depth beyond 5"),
        ("<a>" + "<b/>" * 100 + "</a>", "a number of elements beyond 100"),
        ("<a><b>" + "<c/>" * 20 + "</b></a>", "elements in one part beyond 20"),
        ("<a>" + "".join(f"<b{n}/>" for n in range(40)) + "</a>", "a number of names beyond 30"),
        ("<a><b>" + "x" * 51 + "</b></a>", "a text beyond 50"),
        ("<a><b>" + "&#65;" * 51 + "</b></a>", "a text beyond 50"),
        (f"<a b='{'x' * 51}'/>", "an attribute beyond 50"),
        ("<a b='1' c='2' d='3' e='4'/>", "an attribute beyond 50"),
        ("<a b='" + ">" * 90_000, "a tag or comment beyond 10,000"),
        ("<a><!--" + "x" * 90_000, "a tag or comment beyond 10,000"),
        ("<a>" + " " * 100_000 + "</a>", "at most 0 MB"),
    ],
)
def test_every_limit_says_what_it_bounds(text, says):
    with pytest.raises(FileRefused, match=says):
        parts(text, SMALL)


@pytest.mark.parametrize("text", ["<a>", "<a></b>", "<a>&b;</a>", "<a><a", "no", "\x00<a/>", "<a>\x01</a>"])
def test_broken_xml_is_refused(text):
    with pytest.raises(FileRefused, match="cannot be read"):
        parts(text)


@pytest.mark.parametrize(
    "packed", [gzip.compress(b"<a/>", mtime=0), b"BZh91AY", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!"]
)
def test_a_packed_file_is_refused(packed):
    with pytest.raises(FileRefused, match="packed"):
        open_file(io.BytesIO(packed), name="order.xml", dataset="orders", parties=Everybody())


# What a bomb costs

OPEN = order().split("<cbc:CustomizationID>")[0]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', "document type"),
    "quadratic": (f'<!DOCTYPE a [<!ENTITY b "{"x" * 100_000}">]><a>{"&b;" * 10_000}</a>', "document type"),
    "deep": (OPEN + "<b>" * 1_000_000, "a depth"),
    "many elements": (OPEN + "<b/>" * 3_000_000, "a number of elements"),
    "many in one part": (OPEN + "<b>" + "<c/>" * 3_000_000, "one part"),
    "many names": (OPEN + "".join(f'<x:b xmlns:x="u:{n}"/>' for n in range(300_000)), "a number of names"),
    "one text": (OPEN + "<b>" + "x" * 19_000_000, "a text"),
    "one attribute": (OPEN + '<b c="' + ">" * 19_000_000, "a tag or comment"),
    "one comment": (OPEN + "<!--" + "x" * 19_000_000, "a tag or comment"),
    "many lines": (order(*[order_line()] * 40_000), "more than 10,000 lines"),
    "one element of 100 MB": (OPEN + "<b>" + "x" * 100_000_000, "at most 50 MB"),
}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """What the largest order that is read costs."""
    path = tmp_path_factory.mktemp("harmless") / "order.xml"
    path.write_text(order(*[order_line(str(number)) for number in range(10_000)]))
    cost = cost_of(path)
    assert (cost["rows"], cost["said"]) == (10_000, "")
    return cost


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_less_than_an_order_and_says_why(name, tmp_path, harmless):
    text, says = BOMBS[name]
    path = tmp_path / "bomb.xml"
    path.write_text(text)
    cost = cost_of(path)
    assert says in cost["said"]
    assert cost["kilobytes"] < 50 * 1024
    # A second on a quiet machine; here measured by what a good file takes on this one.
    assert cost["seconds"] < max(1, 6 * harmless["seconds"])


def test_a_bomb_is_left_at_once(tmp_path):
    """Refused by its size or its first bytes, not after all of it was read."""
    path = tmp_path / "bomb.xml"
    path.write_bytes(b"<a>" + b"x" * 100_000_000)
    assert cost_of(path)["read"] < MEGABYTE
