"""The demo's pictures, drawn here: flat shapes in the colours of the look, no photograph of anybody."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 900)
PAPER, SKY, BLUE, PLUM, INK, SNOW = "#f4efe9", "#dfe9f1", "#2a6190", "#6f2b60", "#33302c", "#ffffff"


def gate() -> bytes:
    """A factory gate in snow, a truck before it."""
    image, draw = _sheet(SKY)
    draw.rectangle((0, 640, 1600, 900), fill=SNOW)
    draw.rectangle((180, 300, 1120, 680), fill=BLUE)
    for left in range(180, 1120, 235):
        draw.polygon([(left, 300), (left + 235, 300), (left + 235, 210)], fill=BLUE)
        draw.polygon([(left + 150, 262), (left + 220, 262), (left + 220, 232)], fill=SKY)
    draw.rectangle((420, 440, 760, 680), fill=INK)
    for top in range(460, 680, 44):
        draw.line((430, top, 750, top), fill=PAPER, width=4)
    draw.rectangle((900, 560, 1240, 740), fill=PLUM)
    draw.polygon([(1250, 740), (1250, 610), (1330, 610), (1390, 670), (1390, 740)], fill=INK)
    draw.polygon([(1268, 668), (1268, 628), (1322, 628), (1358, 668)], fill=SKY)
    for wheel in (980, 1160, 1320):
        draw.ellipse((wheel - 42, 700, wheel + 42, 784), fill=INK)
        draw.ellipse((wheel - 16, 726, wheel + 16, 758), fill=PAPER)
    return _kept(image)


def bench() -> bytes:
    """A pump on its bench: a wheel between two pipes."""
    image, draw = _sheet(PAPER)
    draw.rectangle((0, 720, 1600, 900), fill="#e4dcd3")
    draw.rectangle((0, 380, 620, 520), fill=BLUE)
    draw.rectangle((980, 380, 1600, 520), fill=PLUM)
    for left, ink in ((560, BLUE), (980, PLUM)):
        draw.rectangle((left, 340, left + 60, 560), fill=ink)
    draw.ellipse((560, 210, 1040, 690), fill=INK)
    draw.ellipse((610, 260, 990, 640), fill=PAPER)
    for start in range(0, 360, 45):
        draw.pieslice((630, 280, 970, 620), start, start + 20, fill=BLUE if start % 90 else PLUM)
    draw.ellipse((750, 400, 850, 500), fill=INK)
    draw.polygon([(640, 720), (720, 640), (880, 640), (960, 720)], fill=INK)
    return _kept(image)


def _sheet(ground: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, ground)
    return image, ImageDraw.Draw(image)


def _kept(image: Image.Image) -> bytes:
    """Drawn large and made smaller: soft edges."""
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()
