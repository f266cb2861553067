"""How often somebody may ask: counted in the cache, which is a table, so it holds across processes."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def is_too_often(name: str, who: str, *, times: int, seconds: int) -> bool:
    """Counts one more; has `who` asked more than `times` in this span of so many seconds?"""
    key = f"often:{name}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > times
    except ValueError:  # the span has ended between the two
        return False


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as we trust what says so."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
