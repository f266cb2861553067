"""The hash chain of the audit trail: each seal covers its row and the seal before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

START = "0" * 64


def seal_of(before: str, facts: Mapping[str, Any]) -> str:
    """SHA-256 of the seal before and the row's facts as canonical JSON, as 64 hexadecimal digits."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def first_break(links: Iterable[tuple[int, str, Mapping[str, Any]]]) -> int | None:
    """The first place (from 1) at which a chain of (place, seal, facts) breaks; None when it holds."""
    before = START
    for expected, (place, seal, facts) in enumerate(links, start=1):
        if place != expected or seal != seal_of(before, facts):
            return expected
        before = seal
    return None
