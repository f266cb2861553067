"""The shapes a chart is made of, each with its class for the screen and its literal colour for paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FONT = "Source Sans, Segoe UI, sans-serif"
STROKES = {
    "grid": "#e6dfde",
    "axis": "#cbc0c1",
    "ink": "#251d23",
    "target": "#574c53",
    "muted": "#6f646b",
    "you": "#6f2b60",
    "us": "#2a6190",
    "bad": "#a62a1e",
    "ok": "#24683b",
}
FILLS = {
    "you": "#6f2b60",
    "us": "#2a6190",
    "bad": "#a62a1e",
    "ok": "#24683b",
    "ink": "#251d23",
    "surface": "#ffffff",
    "sunken": "#f2edec",
    "line": "#cbc0c1",
    "mid": "#e0c5d9",
    "you-soft": "#f6ebf3",
    "us-soft": "#e9f1f7",
    "bad-soft": "#fcebe8",
}
TEXTS = {
    "": "#574c53",
    "ink": "#251d23",
    "you": "#6f2b60",
    "us": "#2a6190",
    "bad": "#a62a1e",
    "ok": "#24683b",
}
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mark:
    """One SVG element: its tag, its attributes in order, and its text when it is a text."""

    tag: str
    attributes: Attributes
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    """One SVG: size, marks and the sentence that a screen reader says (empty: it is decoration)."""

    width: int
    height: int
    label: str
    marks: tuple[Mark, ...]
    css: str = "ac-inline"

    @property
    def inline(self) -> bool:
        """Does it stand in a line of text or a cell, in its own size?"""
        return self.css.startswith("ac-inline")


@dataclass(frozen=True)
class Pair:
    """The same chart for a wide and for a narrow place; the page shows one of them."""

    wide: Drawing
    narrow: Drawing

    @property
    def drawings(self) -> tuple[Drawing, Drawing]:
        return self.wide, self.narrow


def px(value: float) -> str:
    """A coordinate with at most one decimal, in no locale."""
    return "0" if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, tone: str, width: float = 1, dash: str = "") -> Mark:
    ends = (("x1", px(x1)), ("y1", px(y1)), ("x2", px(x2)), ("y2", px(y2)))
    dashes = (("stroke-dasharray", dash),) if dash else ()
    return Mark("line", (*ends, *_stroke(tone, width), *dashes))


def rect(x: float, y: float, width: float, height: float, tone: str, radius: float = 2) -> Mark:
    box = (("x", px(x)), ("y", px(y)), ("width", px(width)), ("height", px(height)), ("rx", px(radius)))
    return Mark("rect", (*box, ("class", f"f-{tone}"), ("fill", FILLS[tone])))


def circle(x: float, y: float, radius: float, tone: str) -> Mark:
    place = (("cx", px(x)), ("cy", px(y)), ("r", px(radius)))
    return Mark("circle", (*place, ("class", f"f-{tone}"), ("fill", FILLS[tone])))


def ring(x: float, y: float, radius: float, tone: str) -> Mark:
    place = (("cx", px(x)), ("cy", px(y)), ("r", px(radius)))
    fill = (("class", f"f-surface c-{tone}"), ("fill", FILLS["surface"]))
    return Mark("circle", (*place, *fill, ("stroke", STROKES[tone]), ("stroke-width", "2")))


def polyline(points: Iterable[tuple[float, float]], tone: str, width: float) -> Mark:
    way = " ".join(f"{px(x)},{px(y)}" for x, y in points)
    joins = (("fill", "none"), ("stroke-linejoin", "round"), ("stroke-linecap", "round"))
    return Mark("polyline", (("points", way), *joins, *_stroke(tone, width)))


def polygon(points: Iterable[tuple[float, float]], tone: str) -> Mark:
    corners = " ".join(f"{px(x)},{px(y)}" for x, y in points)
    return Mark("polygon", (("points", corners), ("class", f"f-{tone}"), ("fill", FILLS[tone])))


def filled_path(way: str, tone: str) -> Mark:
    return Mark("path", (("d", way), ("class", f"f-{tone}"), ("fill", FILLS[tone])))


def open_path(way: str, tone: str, width: float) -> Mark:
    return Mark("path", (("d", way), ("fill", "none"), *_stroke(tone, width)))


def text(
    x: float,
    y: float,
    words: str,
    tone: str = "",
    *,
    size: float = 12,
    anchor: str = "start",
    bold: bool = False,
) -> Mark:
    place = (("x", px(x)), ("y", px(y)), ("class", f"c-t-{tone}" if tone else "c-t"), ("fill", TEXTS[tone]))
    face = (("font-size", px(size)), ("font-family", FONT), ("text-anchor", anchor))
    return Mark("text", (*place, *face, *((("font-weight", "600"),) if bold else ())), words)


def drawing(width: int, height: int, label: str, marks: Sequence[Mark], css: str = "ac-inline") -> Drawing:
    return Drawing(width, height, label, tuple(marks), css)


def _stroke(tone: str, width: float) -> Attributes:
    return (("class", f"c-{tone}"), ("stroke", STROKES[tone]), ("stroke-width", f"{width:g}"))
