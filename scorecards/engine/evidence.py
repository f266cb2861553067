"""The rows behind a figure, packed so that anyone can recompute it years later.

The document is canonical JSON; its digest is that of the uncompressed text, so it does not depend on zlib.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA_VERSION = 1
ENGINE_VERSION = 1


class Damaged(ValueError):
    """The rows do not have the digest that was published with them."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Compressed rows, their SHA-256 and how many there are."""

    content: bytes
    digest: str
    row_count: int


def pack(source: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Packed:
    """Rows in any order give the same digest: they are sorted. Days become ISO texts, flags 0 or 1."""
    plain = sorted(([_plain(value) for value in row] for row in rows), key=_sort_key)
    document = {"schema": SCHEMA_VERSION, "source": source, "columns": list(columns), "rows": plain}
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    return Packed(zlib.compress(text, 6), hashlib.sha256(text).hexdigest(), len(plain))


def unpack(content: bytes, digest: str) -> tuple[tuple[str, ...], list[list[Any]]]:
    """(columns, rows) as they were packed; Damaged when they are not the published ones."""
    try:
        text = zlib.decompress(content)
    except zlib.error as error:
        raise Damaged(f"The rows of {digest[:12]} cannot be read: {error}") from error
    if hashlib.sha256(text).hexdigest() != digest:
        raise Damaged(f"The rows do not have the digest {digest[:12]} they were published with.")
    document = json.loads(text)
    return tuple(document["columns"]), document["rows"]


def digest_of(document: Any) -> str:
    """SHA-256 of a document of JSON values, in canonical form."""
    text = json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _sort_key(row: list[Any]) -> list[tuple[bool, str, Any]]:
    """A total order over rows of JSON values: None before texts and numbers of the same column."""
    return [(value is not None, type(value).__name__, value if value is not None else 0) for value in row]
