"""What a page tells search engines and those who share it, and the picture that goes with it."""

import hashlib
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from cms.engine import social
from portal.actors import ANONYMOUS
from portal.fonts import WEIGHTS


@dataclass(frozen=True)
class Head:
    """`text`: a sentence or two, or nothing. `picture` is empty where only some readers may see the page."""

    title: str
    text: str
    url: str
    picture: str
    is_article: bool

    @property
    def size(self) -> tuple[int, int]:
        return social.WIDTH, social.HEIGHT


def head_of(page: Any) -> Head:
    public = page.readable_by(ANONYMOUS)
    title, text = page.said()
    address = reverse("cms:social_card", kwargs={"page": page.pk})
    return Head(
        title=title,
        text=text,
        url=settings.SITE_URL + (page.url or "/"),
        picture=f"{settings.SITE_URL}{address}?v={edition(page)[:8]}" if public else "",
        is_article=hasattr(page, "day"),
    )


def edition(page: Any) -> str:
    """Changes whenever the picture would."""
    said = "\n".join((str(social.EDITION), settings.COMPANY_NAME, *page.said()))
    return hashlib.sha256(said.encode()).hexdigest()


def card(page: Any) -> bytes:
    """The picture, drawn once for each wording and kept in the data folder."""
    folder = settings.DATA_DIR / "social-cards"
    kept = folder / f"{page.pk}-{edition(page)[:16]}.png"
    if not kept.exists():
        folder.mkdir(exist_ok=True)
        old = list(folder.glob(f"{page.pk}-*.png"))
        _write(kept, social.draw(*page.said(), settings.COMPANY_NAME, _fonts()))
        for path in old:
            path.unlink(missing_ok=True)
    return kept.read_bytes()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also when two ask at once."""
    draft = path.with_suffix(f".{os.getpid()}.part")
    draft.write_bytes(data)
    draft.replace(path)


def _fonts() -> social.Fonts:
    folder = Path(str(files("font_source_sans_pro") / "files"))
    return social.Fonts(folder / WEIGHTS[400], folder / WEIGHTS[600])
