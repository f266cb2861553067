"""Pictures and files of the site for tests: small, and real ones."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cms.enums import Audience
from cms.models import SiteFile, SitePicture

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def drawn(width: int = 900, height: int = 600, kind: str = "JPEG", ink: str = "#2a6190") -> bytes:
    """A picture with something on it."""
    image = Image.new("RGB", (width, height), "#f4efe9")
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, 3 * width // 4, 3 * height // 4), fill=ink)
    kept = BytesIO()
    image.save(kept, kind)
    return kept.getvalue()


def upload(name: str = "yard.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or drawn(kind="PNG" if name.endswith("png") else "JPEG"))


def add_picture(audience: str = Audience.PUBLIC, kinds: str = "", **facts: Any) -> SitePicture:
    """`kinds` like ",supplier,"."""
    given = {"title": "The yard", "description": "A blue disc on paper", **facts}
    picture = SitePicture(file=given.pop("file", None) or upload(), audience=audience, kinds=kinds, **given)
    picture._set_image_file_metadata()
    picture.save()
    return picture


def add_file(audience: str = Audience.PUBLIC, kinds: str = "", **facts: Any) -> SiteFile:
    given = {"title": "Packing guide", **facts}
    kept = given.pop("file", None) or SimpleUploadedFile("packing.pdf", PDF)
    row = SiteFile(file=kept, audience=audience, kinds=kinds, **given)
    row._set_document_file_metadata()
    row.save()
    return row


def world_picture() -> SitePicture:
    """For suppliers: made once in the world of tests."""
    return SitePicture.objects.first() or add_picture(Audience.PARTNERS, ",supplier,")


def world_file() -> SiteFile:
    """For our own people: made once in the world of tests."""
    return SiteFile.objects.first() or add_file(Audience.STAFF)
