"""Who a message speaks of. Whether we know them is answered by whoever reads it."""

from dataclasses import dataclass
from typing import Protocol

from suppliers.imports.markup import Node
from suppliers.imports.messages import gettext_noop

ROLES = {
    "cac:BuyerCustomerParty": gettext_noop("buyer"),
    "cac:SellerSupplierParty": gettext_noop("seller"),
    "cac:DespatchSupplierParty": gettext_noop("sender"),
    "cac:DeliveryCustomerParty": gettext_noop("receiver"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """`scheme` is a code of Peppol's list (0088: GLN), or empty."""

    value: str
    scheme: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value

    @classmethod
    def parse(cls, text: str) -> "Identifier":
        """`0088:7300010000001`, or `NO987654321` without a scheme."""
        scheme, colon, value = text.strip().partition(":")
        return cls(value.strip(), scheme.strip()) if colon else cls(scheme)

    @property
    def compact(self) -> str:
        """For comparing: without spaces, in capitals."""
        return "".join(self.value.split()).upper()

    def fits(self, other: "Identifier") -> bool:
        """The same, where a scheme that one of them does not name may be any."""
        schemes = {self.scheme, other.scheme} - {""}
        return self.compact == other.compact and len(schemes) < 2


@dataclass(frozen=True, slots=True)
class Party:
    """A party as a message has it: `role` is the name of its element."""

    role: str
    name: str
    identifiers: tuple[Identifier, ...]

    def __str__(self) -> str:
        told = ", ".join(dict.fromkeys(map(str, self.identifiers)))
        return f"{self.name} ({told})" if self.name and told else self.name or told or "–"


class Parties(Protocol):
    """Who knows the company and its partners."""

    def check_is_us(self, party: Party) -> None:
        """Errors: FileRefused that names the party and what was expected."""

    def code_of(self, party: Party) -> str:
        """Our code of the one partner that this is. Errors: FileRefused as above."""


def party_of(root: dict[str, Node], role: str) -> Party | None:
    """The party in that role; None where the message names none."""
    node = root[role].find("cac:Party") if role in root else None
    if node is None:
        return None
    found = [node.find("cbc:EndpointID")]
    found += [one.find("cbc:ID") for one in node.all("cac:PartyIdentification")]
    found += [one.find("cbc:CompanyID") for one in node.all("cac:PartyTaxScheme")]
    found += [one.find("cbc:CompanyID") for one in node.all("cac:PartyLegalEntity")]
    identifiers = tuple(
        Identifier(one.text, one.attributes.get("schemeID", ""))
        for one in found
        if one is not None and one.text
    )
    name = node.at("cac:PartyLegalEntity", "cbc:RegistrationName") or node.at("cac:PartyName", "cbc:Name")
    return Party(role, name, identifiers)
