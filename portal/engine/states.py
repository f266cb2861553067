"""Tables of states and acts as documents show them: a diagram, and a table in Markdown."""

from collections.abc import Iterable, Mapping, Sequence

NOBODY = "·"


def diagram(steps: Iterable[tuple[str, str, str]], *, start: str, ends: Sequence[str] = ()) -> str:
    """Mermaid's state diagram of (state, act, next state); acts between the same two share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, act, after in steps:
        arrows.setdefault((state, after), []).append(act)
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {state} --> {after}: {', '.join(acts)}" for (state, after), acts in arrows.items()]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(["```mermaid", *lines, "```"])


def table(states: Mapping[str, Mapping[str, str]], acts: Sequence[str], *, corner: str) -> str:
    """A row for each act, a column for each state, and in the cell who may; nobody is a dot."""
    rows = [[corner, *states], ["---"] * (len(states) + 1)]
    rows += [[act, *(allowed.get(act, NOBODY) for allowed in states.values())] for act in acts]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
