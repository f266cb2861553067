"""The picture that stands for a page where somebody shares it: title, a sentence, the sign of the house."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
# Drawn again, under another name, when anything here changes.
EDITION = 1
_MARGIN = 84
_GROUND, _INK, _QUIET = "#f7f4f3", "#251d23", "#574c53"
_PLUM, _BLUE, _PLUM_SOFT, _BLUE_SOFT = "#6f2b60", "#2a6190", "#f6ebf3", "#e9f1f7"
_FINE = 3  # curves are drawn so many times larger


@dataclass(frozen=True)
class Fonts:
    regular: Path
    semibold: Path


def draw(title: str, text: str, house: str, fonts: Fonts) -> bytes:
    """A PNG of WIDTH by HEIGHT pixels; what does not fit ends with an ellipsis."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    _halves(image, 1010, 330, 300, 22, _PLUM_SOFT, _BLUE_SOFT)
    _halves(image, _MARGIN + 26, 92, 26, 3, _PLUM, _BLUE)
    pen = ImageDraw.Draw(image)
    pen.text((_MARGIN + 72, 92), house, fill=_INK, font=_font(fonts.semibold, 34), anchor="lm")
    size = 76 if len(title) <= 48 else 60
    heading = _font(fonts.semibold, size)
    top = 186
    for line in fitted(title, heading, WIDTH - 2 * _MARGIN, 3):
        pen.text((_MARGIN, top), line, fill=_INK, font=heading)
        top += round(size * 1.14)
    small = _font(fonts.regular, 34)
    top = max(top + 26, 372)
    for line in fitted(text, small, WIDTH - 2 * _MARGIN - 120, (HEIGHT - _MARGIN // 2 - top) // 46):
        pen.text((_MARGIN, top), line, fill=_QUIET, font=small)
        top += 46
    out = io.BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def fitted(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    """The text in at most so many lines of this width."""
    lines: list[str] = []
    for word in text.split():
        wider = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(wider) <= width:
            lines[-1] = wider
        elif len(lines) == most:
            lines[-1] = _cut(f"{lines[-1]} {word}", font, width)
            break
        else:
            lines.append(word if font.getlength(word) <= width else _cut(word, font, width))
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _halves(image: Image.Image, x: int, y: int, radius: int, gap: int, left: str, right: str) -> None:
    """The sign: two halves of a disc that do not quite meet, the right one a little lower."""
    side, lower = 2 * radius * _FINE, radius * _FINE // 4
    for colour, start, shift, down in ((left, 90, -gap, 0), (right, 270, gap, lower)):
        mask = Image.new("L", (side, side + lower))
        ImageDraw.Draw(mask).pieslice((0, down, side - 1, side + down - 1), start, start + 180, fill=255)
        mask = mask.resize((2 * radius, 2 * radius + lower // _FINE), Image.Resampling.LANCZOS)
        image.paste(colour, (x - radius + shift // 2, y - radius), mask)
