"""A UBL message as a table: a header and rows, like a CSV file or a sheet."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from suppliers.imports.cells import Cell
from suppliers.imports.limits import Limits
from suppliers.imports.markup import Node, read_parts
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused, shown
from suppliers.imports.ubl import despatch, orders
from suppliers.imports.ubl.names import MESSAGES, PREFIXES, TITLES
from suppliers.imports.ubl.parties import ROLES, Parties, Party, party_of

_KINDS = {"orders": orders, "ship_notices": despatch}
# The parties that a message must name: us, and the partner.
_US = {
    "orders": ("cac:BuyerCustomerParty",),
    "ship_notices": ("cac:BuyerCustomerParty", "cac:DeliveryCustomerParty"),
}
_PARTNER = {"orders": "cac:SellerSupplierParty", "ship_notices": "cac:DespatchSupplierParty"}


class MessageTable:
    """The rows of one message. Read once, and refused as a whole when it is not between us and a partner.

    Errors: FileRefused.
    """

    encoding = "UBL"

    def __init__(self, stream: BinaryIO, *, dataset: str, limits: Limits, parties: Parties | None) -> None:
        if parties is None:
            raise FileRefused(
                say(gettext_noop("UBL messages are not read here. Send the table as CSV or .xlsx."))
            )
        parts = read_parts(stream, limits, PREFIXES)
        _check_root(next(parts, None), dataset)
        kind = _KINDS[dataset]
        root, first = head_of(parts, kind.PARTS, kind.LINE)
        us = next((party for role in _US[dataset] if (party := party_of(root, role))), None)
        if us is None:
            raise nameless(_US[dataset][-1])
        parties.check_is_us(us)
        code = parties.code_of(named_party(root, _PARTNER[dataset]))
        if first is None:
            raise FileRefused(say(gettext_noop("The %(title)s has no line."), title=TITLES[dataset]))
        lines = bounded(chain([first], (part for part in parts if part.name == kind.LINE)), limits)
        cells = kind.rows(root, lines, code)
        self.table: list[tuple[int, list[Cell]]] = [(1, list(kind.COLUMNS)), *enumerate(cells, start=2)]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """The header as row 1, then the lines."""
        return iter(self.table)


def _check_root(root: Node | None, dataset: str) -> None:
    name = root.name if root is not None else ""
    if name == "response:OrderResponse":
        raise FileRefused(
            say(gettext_noop("This is an order response: it answers lines, so it is taken on the desk."))
        )
    found = MESSAGES.get(name)
    if found is None:
        raise FileRefused(
            say(
                gettext_noop(
                    "The XML is neither a UBL order nor a despatch advice: its root is “%(root)s”. Send one "
                    "of these, or the table as CSV or .xlsx."
                ),
                root=shown(name),
            )
        )
    if found != dataset:
        raise FileRefused(
            say(
                gettext_noop(
                    "The message is for the dataset “%(found)s”, not for “%(dataset)s”. Choose that."
                ),
                found=found,
                dataset=dataset,
            )
        )


def head_of(parts: Iterator[Node], wanted: tuple[str, ...], line: str) -> tuple[dict[str, Node], Node | None]:
    """The first of each wanted part above the lines, and the first line."""
    root: dict[str, Node] = {}
    for part in parts:
        if part.name == line:
            return root, part
        if part.name in wanted:
            root.setdefault(part.name, part)
    return root, None


def bounded(lines: Iterable[Node], limits: Limits) -> Iterator[Node]:
    for number, line in enumerate(lines, start=1):
        if number > limits.max_xml_lines:
            raise FileRefused(
                say(
                    gettext_noop("The message has more than %(limit)s lines. Split it into several."),
                    limit=f"{limits.max_xml_lines:,}",
                )
            )
        yield line


def named_party(root: dict[str, Node], role: str) -> Party:
    party = party_of(root, role)
    if party is None:
        raise nameless(role)
    return party


def nameless(role: str) -> FileRefused:
    return FileRefused(
        say(gettext_noop("The message names no %(role)s (%(element)s)."), role=ROLES[role], element=role)
    )
