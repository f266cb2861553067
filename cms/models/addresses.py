"""Addresses that the portal itself answers: no page may stand there, for nobody would ever reach it."""

import re
from collections.abc import Iterator
from functools import cache

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

_PLAIN = re.compile(r"\^?([\w.-]+)/?")


def is_taken(path: str) -> bool:
    """Does the portal answer here itself? Right under the root also when only something below is answered."""
    parts = path.strip("/").split("/")
    if len(parts) == 1:
        return parts[0] in _first_parts()
    try:
        return resolve(f"/{'/'.join(parts)}/").url_name != "wagtail_serve"
    except Resolver404:
        return False


@cache
def _first_parts() -> frozenset[str]:
    return frozenset(_parts_of(get_resolver())) | {"static", "media"}


def _parts_of(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = str(entry.pattern)
        if route in ("", "^") and isinstance(entry, URLResolver):
            yield from _parts_of(entry)
        elif isinstance(entry, URLPattern | URLResolver) and (found := _PLAIN.match(route)):
            yield found[1]
