"""XML to nodes, part by part: bounded in size, depth, elements and text, and without document types.

Two locks: the bytes are searched for `<!DOCTYPE` and `<!ENTITY` before anything is parsed, and the parser
itself (defusedxml) refuses a document type. Only what one part of the root holds is kept at a time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from suppliers.imports.guard import file_size
from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import FileRefused, shown

_BLOCK = 64 * 1024
_OVERLAP = 64
_TYPE = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = re.compile(rb"""^[^<]{0,8}<\?xml[^>]{0,100}\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Others are decoded by tables in which "<" need not be "<": what was searched would not be what is parsed.
_ENCODINGS = (
    "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15",
    "windows-1252",
)  # fmt: skip
# Attached documents, which nobody needs here and which may be long.
_UNREAD = "EmbeddedDocumentBinaryObject"

_DOCUMENT_TYPE = gettext_noop(
    "The XML holds a document type or an entity (%(markup)s): such files are refused unread, because they "
    "can grow without end or fetch other files. Send it without."
)
_BROKEN = gettext_noop("The XML cannot be read: %(error)s. Export it again and send that one.")


@dataclass(slots=True)
class Node:
    """An element: `name` is its namespace in braces and its local name, as ElementTree writes it."""

    name: str
    attributes: Mapping[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def find(self, *path: str) -> "Node | None":
        """The first element at `path`, by local names with their prefix as `short` gives them."""
        node: Node | None = self
        for name in path:
            node = next((child for child in node.children if child.name == name), None) if node else None
        return node

    def all(self, name: str) -> list["Node"]:
        return [child for child in self.children if child.name == name]

    def at(self, *path: str) -> str:
        """The text of the first element at `path`; empty when there is none."""
        node = self.find(*path)
        return node.text if node is not None else ""


def check_markup(stream: BinaryIO, limits: Limits) -> None:
    """Refuses, before anything is parsed, what is too large, of an odd encoding or has a document type."""
    size = file_size(stream)
    if size > limits.max_xml_bytes:
        raise FileRefused(
            say(
                gettext_noop("The XML has %(size)s MB; at most %(limit)s MB are read as one message."),
                size=-(-size // MEGABYTE),
                limit=limits.max_xml_bytes // MEGABYTE,
            )
        )
    start = stream.read(256).replace(b"\x00", b"")
    declared = _DECLARED.match(start)
    if declared and declared.group(1).decode().lower() not in _ENCODINGS:
        raise FileRefused(
            say(
                gettext_noop("The XML is written in %(encoding)s. Send it in UTF-8."),
                encoding=shown(declared.group(1).decode()),
            )
        )
    stream.seek(0)
    rest = b""
    while block := stream.read(MEGABYTE):
        # Without zeros the words look the same in UTF-8, UTF-16 and UTF-32.
        window = rest + block.replace(b"\x00", b"")
        if found := _TYPE.search(window):
            raise FileRefused(say(_DOCUMENT_TYPE, markup=f"<!{found.group(1).decode().upper()}"))
        rest = window[-_OVERLAP:]
    stream.seek(0)


def read_parts(stream: BinaryIO, limits: Limits, prefixes: Mapping[str, str]) -> Iterator[Node]:
    """The root without its children, then each child of the root with all that it holds.

    `prefixes`: the short name of each namespace, such as "cbc"; elements of others keep the long one.
    Errors: FileRefused for what `check_markup` refuses, for broken XML and beyond a limit.
    """
    check_markup(stream, limits)
    builder = _Builder(limits, prefixes)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    unheard = 0
    try:
        while block := stream.read(_BLOCK):
            heard = builder.events
            parser.feed(block)
            unheard = 0 if builder.events != heard else unheard + len(block)
            if unheard > limits.max_xml_token:  # one endless tag or comment: the parser would start over
                raise FileRefused(_beyond(gettext_noop("a tag or comment"), limits.max_xml_token))
            yield from builder.taken()
        parser.close()
    except ParseError as error:
        raise FileRefused(say(_BROKEN, error=error)) from error
    except (ValueError, LookupError) as error:
        # DefusedXmlException is a ValueError; an unknown encoding is one, too.
        if isinstance(error, DefusedXmlException):
            raise FileRefused(say(_DOCUMENT_TYPE, markup="<!DOCTYPE")) from error
        raise FileRefused(say(_BROKEN, error=error)) from error
    yield from builder.taken()


def _beyond(what: str, limit: int) -> Message:
    return say(
        gettext_noop("The XML has %(what)s beyond %(limit)s: no message looks like that, so it is refused."),
        what=what,
        limit=f"{limit:,}",
    )


class _Builder:
    """What the parser tells: kept as nodes, counted, refused beyond a limit."""

    def __init__(self, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self.limits = limits
        self.prefixes = prefixes
        self.events = self.elements = self.part_elements = self.text_length = 0
        self.names: dict[str, str] = {}
        self.open: list[Node] = []
        self.done: list[Node] = []

    def taken(self) -> list[Node]:
        done, self.done = self.done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.events += 1
        self.elements += 1
        self.part_elements += 1
        self.text_length = 0
        limits = self.limits
        if len(self.open) >= limits.max_xml_depth:
            raise FileRefused(_beyond(gettext_noop("a depth"), limits.max_xml_depth))
        if self.elements > limits.max_xml_elements:
            raise FileRefused(_beyond(gettext_noop("a number of elements"), limits.max_xml_elements))
        if self.part_elements > limits.max_xml_part:
            raise FileRefused(_beyond(gettext_noop("a number of elements in one part"), limits.max_xml_part))
        if attributes:
            longest = max(map(len, attributes.values()))
            if longest > limits.max_xml_text or len(attributes) > limits.max_xml_attributes:
                raise FileRefused(_beyond(gettext_noop("an attribute"), limits.max_xml_text))
        node = Node(self._short(tag), attributes)
        if not self.open:
            self.done.append(Node(node.name, attributes))
        elif len(self.open) > 1:
            self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, tag: str) -> None:
        self.events += 1
        node = self.open.pop()
        node.text = node.text.strip()
        self.text_length = 0
        if len(self.open) == 1:
            self.done.append(node)
            self.part_elements = 0

    def data(self, text: str) -> None:
        self.events += 1
        node = self.open[-1]
        if len(self.open) == 1 or node.name.endswith(_UNREAD):
            return
        self.text_length += len(text)
        if self.text_length > self.limits.max_xml_text:
            raise FileRefused(_beyond(gettext_noop("a text"), self.limits.max_xml_text))
        node.text += text

    def comment(self, text: str) -> None:
        self.events += 1

    def pi(self, target: str, text: str | None = None) -> None:
        self.events += 1

    def close(self) -> None:
        """Nothing is left to build."""

    def _short(self, tag: str) -> str:
        known = self.names.get(tag)
        if known is None:
            if len(self.names) >= self.limits.max_xml_names:  # the parser keeps every name it meets
                raise FileRefused(_beyond(gettext_noop("a number of names"), self.limits.max_xml_names))
            space, _, local = tag.rpartition("}")
            prefix = self.prefixes.get(space[1:])
            known = self.names[tag] = f"{prefix}:{local}" if prefix else tag
        return known
