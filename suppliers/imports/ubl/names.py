"""Namespaces, identifiers of the specifications, codes and units of UBL 2.1 and Peppol BIS 3."""

from suppliers.imports.markup import Node
from suppliers.imports.messages import gettext_noop

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC = _UBL + "CommonAggregateComponents-2"
CBC = _UBL + "CommonBasicComponents-2"
ORDER = _UBL + "Order-2"
DESPATCH = _UBL + "DespatchAdvice-2"
RESPONSE = _UBL + "OrderResponse-2"
PREFIXES = {CAC: "cac", CBC: "cbc", ORDER: "order", DESPATCH: "despatch", RESPONSE: "response"}

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


# Schemes of electronic addresses that are VAT numbers, by the letters they begin with.
_VAT_SCHEMES = {
    "AD": "9922", "AL": "9923", "AT": "9914", "BA": "9924", "BE": "9925", "BG": "9926", "CH": "9927",
    "CY": "9928", "CZ": "9929", "DE": "9930", "DK": "0184", "EE": "9931", "EL": "9933", "ES": "9920",
    "FI": "0213", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MC": "9940", "ME": "9941",
    "MK": "9942", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947", "RS": "9948",
    "SE": "9955", "SI": "9949", "SK": "9950", "SM": "9951", "TR": "9952",
}  # fmt: skip
BY_MAIL = "EM"


def vat_scheme(number: str) -> str:
    """`DE123456789` -> `9930`; empty for a number of another kind."""
    return _VAT_SCHEMES.get(number[:2].upper(), "")
