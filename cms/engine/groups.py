"""Which groups of people may stand beside each other, so that nobody can be told apart.

What is shown of one question are the whole and the parts of one partition of it. Any sum or difference of
these is a union of parts again: where every part is large enough, so is whatever somebody calculates.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Groups that are shown as one. `is_rest`: those that are too small to be named stand in it."""

    names: tuple[str, ...]
    n: int
    is_rest: bool = False


def safe_groups(counts: Mapping[str, int], least: int) -> tuple[Part, ...]:
    """The parts to show, the largest first and the rest last; none where there is nothing to compare.

    `counts`: people by group; a group without anybody is not there. Each part has `least` people or more. Too
    small groups are put together, with the next larger ones until they are enough; the name "" is always
    among them.
    """
    if least < 1:
        raise ValueError(f"a group has at least one person: {least}")
    # The smallest first; of equals the order is that of their names, so that it tells nothing.
    known = sorted((n, name) for name, n in counts.items() if n > 0)
    small = [(n, name) for n, name in known if n < least or not name]
    large = [(n, name) for n, name in known if n >= least and name]
    while small and large and _sum(small) < least:
        small.append(large.pop(0))
    parts = [Part((name,), n) for n, name in sorted(large, key=lambda one: (-one[0], one[1]))]
    if small:
        parts.append(Part(tuple(sorted(name for _n, name in small)), _sum(small), is_rest=True))
    return tuple(parts) if len(parts) > 1 and all(part.n >= least for part in parts) else ()


def _sum(groups: list[tuple[int, str]]) -> int:
    return sum(n for n, _name in groups)
