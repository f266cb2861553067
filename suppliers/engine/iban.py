"""Account numbers: international ones with their check digits, and others as they are.

Lengths by country are those of the IBAN registry (ISO 13616); check digits are those of ISO 7064, mod 97-10.
"""

import re

LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27,
    "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
    "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24,
    "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_LOOKS_SO = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", re.ASCII)
_OTHER = re.compile(r"[0-9A-Z/]{4,34}", re.ASCII)
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[0-9A-Z]{2}([0-9A-Z]{3})?", re.ASCII)
SHOWN = 4


class BadAccount(ValueError):
    """`why`: form, length, digits, or country (there an IBAN is needed)."""

    def __init__(self, why: str, expected: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.expected = expected


def plain(number: str) -> str:
    """Without spaces, dots and dashes, in capitals."""
    return re.sub(r"[\s.\-]", "", number).upper()


def check_digits_fit(iban: str) -> bool:
    """Letters count as 10 to 35, the first four signs stand last: the whole leaves 1 when divided by 97."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def checked_account(number: str, country: str = "") -> str:
    """The number as it is kept. `country`: of who holds it, as ISO code, or empty. Raises BadAccount.

    What begins like an IBAN of a country that has them must be one; in such a country nothing else is taken.
    """
    given = plain(number)
    if _LOOKS_SO.fullmatch(given) and given[:2] in LENGTHS:
        if len(given) != LENGTHS[given[:2]]:
            raise BadAccount("length", LENGTHS[given[:2]])
        if not check_digits_fit(given):
            raise BadAccount("digits")
        return given
    if country in LENGTHS:
        raise BadAccount("country")
    if not _OTHER.fullmatch(given):
        raise BadAccount("form")
    return given


def is_bic(text: str) -> bool:
    """Eight or eleven signs: bank, country, place, branch."""
    return bool(_BIC.fullmatch(text))


def masked(number: str) -> str:
    """“•••• 3000”: its last four signs; of a short one fewer, so that most of it stays hidden."""
    shown = min(SHOWN, len(number) // 3)
    return f"•••• {number[-shown:]}" if shown else "••••"
