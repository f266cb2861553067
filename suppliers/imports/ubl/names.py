"""Namespaces, identifiers of the specifications, codes and units of UBL 2.1 and Peppol BIS 3."""

from suppliers.imports.markup import Node
from suppliers.imports.messages import gettext_noop

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC = _UBL + "CommonAggregateComponents-2"
CBC = _UBL + "CommonBasicComponents-2"
ORDER = _UBL + "Order-2"
DESPATCH = _UBL + "DespatchAdvice-2"
RESPONSE = _UBL + "OrderResponse-2"
PREFIXES = {CAC: "cac", CBC: "cbc", ORDER: "order", DESPATCH: "despatch"}

# What identifies an order response of Peppol BIS Ordering 3.
RESPONSE_CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order_response:3"
RESPONSE_PROFILE = "urn:fdc:peppol.eu:poacc:bis:ordering:3"

# Which dataset a message feeds, by its root.
MESSAGES = {"order:Order": "orders", "despatch:DespatchAdvice": "ship_notices"}
TITLES = {"orders": gettext_noop("order"), "ship_notices": gettext_noop("despatch advice")}

# Our words for the most usual units of UN/ECE Recommendation 20; other codes stay as they are.
UNITS = {
    "C62": "units", "EA": "each", "H87": "pcs", "PR": "pairs", "SET": "sets", "KGM": "kg", "GRM": "g",
    "TNE": "t", "MTR": "m", "CMT": "cm", "MMT": "mm", "MTK": "m2", "MTQ": "m3", "LTR": "l", "HUR": "h",
    "DAY": "days", "XBX": "boxes", "XPX": "pallets",
}  # fmt: skip
_CODES = {word: code for code, word in UNITS.items()} | {"pieces": "H87", "piece": "H87", "unit": "C62"}
ONE = "C62"


def unit_word(code: str) -> str:
    """`KGM` -> `kg`; a code without a word of ours is kept."""
    return UNITS.get(code, code)


def unit_code(word: str) -> str:
    """`kg` -> `KGM`; what looks like a code is one, anything else is counted as `C62`, one."""
    if code := _CODES.get(word.lower()):
        return code
    return word if 2 <= len(word) <= 3 and word.isascii() and word.isalnum() and word.isupper() else ONE


def day_of(node: Node | None, *path: str) -> str:
    """The day of an xs:date, without the time zone it may carry."""
    text = node.at(*path) if node is not None else ""
    return text[:10] if len(text) > 10 and (text[10] in "+-" or text[10:] == "Z") else text
