"""Are two firms the same? By name, tax number, mail domain and website; no name is proof alone."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from urllib.parse import urlsplit

# From this share on two names are alike: one or two letters of a usual name.
ALIKE = 0.85
_SHORT = 4
_LEGAL = frozenset(
    {
        "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation", "doo", "eood",
        "eu", "ev", "gmbh", "gbr", "holding", "inc", "kft", "kg", "kgaa", "lda", "limited", "llc", "llp",
        "ltd", "ltda", "mbh", "nv", "ohg", "oy", "oyj", "plc", "pty", "sa", "sarl", "sas", "se", "sia",
        "sl", "sp", "spa", "srl", "sro", "ug", "ved", "zoo",
    }
)  # fmt: skip
FREE_MAILERS = frozenset(
    {
        "aol.com", "gmail.com", "googlemail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
        "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com",
        "outlook.com", "posteo.de", "proton.me", "protonmail.com", "qq.com", "t-online.de", "web.de",
        "wp.pl", "yahoo.com", "yahoo.de", "yandex.ru", "ymail.com", "163.com", "126.com", "free.fr",
        "orange.fr", "laposte.net", "libero.it", "seznam.cz", "o2.pl", "onet.pl", "freenet.de", "zoho.com",
        "fastmail.com", "hey.com", "tutanota.com", "tuta.io",
    }
)  # fmt: skip


class Why(StrEnum):
    TAX_ID = "tax_id"
    NAME = "name"
    NEARLY = "nearly"
    MAIL = "mail"
    WEBSITE = "website"


@dataclass(frozen=True)
class Firm:
    """What is compared. `domains`: of its e-mail addresses."""

    names: tuple[str, ...]
    tax_id: str = ""
    domains: frozenset[str] = frozenset()
    host: str = ""


def firm(*, names: tuple[str, ...], tax_id: str, emails: tuple[str, ...], website: str) -> Firm:
    """As people typed it."""
    domains = frozenset(domain for email in emails if (domain := domain_of(email)))
    kept = tuple(dict.fromkeys(name for one in names if (name := plain_name(one))))
    return Firm(kept, plain_tax_id(tax_id), domains, host_of(website))


def plain_name(name: str) -> str:
    """“Gießerei Brandt GmbH & Co. KG” -> “giesserei brandt”."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    dotless = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", letters)
    words = re.sub(r"[^\w]+", " ", dotless).split()
    kept = [word for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def plain_tax_id(number: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def domain_of(email: str) -> str:
    """Empty for addresses of free mailers: they say nothing of a firm."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in FREE_MAILERS or "." not in domain else domain


def host_of(website: str) -> str:
    """Without “www.”; empty for what is no address."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def reasons(one: Firm, other: Firm) -> tuple[Why, ...]:
    """Why they may be the same, the strongest first; empty when nothing says so."""
    found = []
    if one.tax_id and one.tax_id == other.tax_id:
        found.append(Why.TAX_ID)
    if set(one.names) & set(other.names):
        found.append(Why.NAME)
    elif any(_nearly(mine, theirs) for mine in one.names for theirs in other.names):
        found.append(Why.NEARLY)
    if one.domains & other.domains:
        found.append(Why.MAIL)
    if one.host and (one.host == other.host or one.host in other.domains or other.host in one.domains):
        found.append(Why.WEBSITE)
    return tuple(found)


def _nearly(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT:
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
