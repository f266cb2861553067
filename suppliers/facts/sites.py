"""Our receiving sites, as order lines name them."""

from collections.abc import Iterable

from django.db.models import Count, Q

from suppliers.models import Calendar, OrderLine


def known_sites() -> list[str]:
    """Every ship-to of our order lines, each once however it is spelt, in order."""
    named = OrderLine.objects.exclude(ship_to="").order_by().values_list("ship_to", flat=True).distinct()
    by_key = {site.strip().casefold(): site.strip() for site in sorted(named) if site.strip()}
    return [by_key[key] for key in sorted(by_key)]


def open_lines_to(calendar: Calendar) -> int:
    """How many open lines go to its sites; for the calendar of the rest, to all that no other one names."""
    sites = _keys(calendar.site_list)
    others = {site for other in Calendar.objects.exclude(pk=calendar.pk) for site in _keys(other.site_list)}
    counted = (
        OrderLine.objects.filter(standing__is_open=True).order_by().values("ship_to").annotate(n=Count("pk"))
    )
    return sum(
        row["n"]
        for row in counted.filter(Q(n__gt=0))
        if (row["ship_to"].strip().casefold() in sites if sites else _is_of_the_rest(row["ship_to"], others))
    )


def _is_of_the_rest(site: str, others: set[str]) -> bool:
    return site.strip().casefold() not in others


def _keys(sites: Iterable[str]) -> set[str]:
    return {site.strip().casefold() for site in sites}
