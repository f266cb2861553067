"""Cuts Source Sans to what a European portal writes: two weights, Latin, Greek and Cyrillic, 34 kB each."""

from importlib.resources import files
from pathlib import Path

from fontTools import subset

WEIGHTS = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
FEATURES = ["tnum", "lnum", "kern", "locl", "mark"]
# Latin with its extensions, Greek, Cyrillic, punctuation, currency signs, arrows and mathematical signs.
RANGES = [
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x02B0, 0x036F),
    (0x0370, 0x04FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x2199),
    (0x2200, 0x22FF),
    (0xFB00, 0xFB04),
]


def font_file(folder: Path, weight: int) -> Path:
    return folder / "accord" / "fonts" / f"source-sans-{weight}.woff2"


def build(folder: Path) -> list[Path]:
    """Write the fonts that are missing under `folder`; returns the files that were written."""
    written = []
    for weight, name in WEIGHTS.items():
        target = font_file(folder, weight)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        # A half-written file must never look like a finished one.
        draft = target.with_suffix(".part")
        _cut(Path(str(files("font_source_sans_pro") / "files" / name)), draft)
        draft.replace(target)
        written.append(target)
    return written


def _cut(source: Path, target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    with subset.load_font(str(source), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
        cutter.subset(font)
        subset.save_font(font, str(target), options)
