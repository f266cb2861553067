"""Everything that editors wrote, in one zip: pages, issued versions, pictures, files, redirects."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.actions.content import fields, references
from cms.actions.content.references import FILE, PAGE, PICTURE
from cms.models import SiteFile, SitePicture, TextVersion
from portal.models import User

FORMAT, VERSION = "accord-content", 1
CONTENT = "content.json"
# What of a row travels as it is.
MEDIA = ("title", "audience", "kinds")
OF_PICTURE = (
    *MEDIA,
    "description",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)
OF_VERSION = (
    *("major", "minor", "public_id", "title", "reference", "summary", "audience", "kinds", "in_force_from"),
    *(
        "review_on",
        "change",
        "reason",
        "owner_name",
        "approved_by",
        "asks_partners",
        "asks_staff",
        "read_days",
    ),
    *("issued_at", "issued_by_label"),
)
_OF_VERSION_PEOPLE = ("owner", "issued_by")


@dataclass
class Keys:
    """By which keys the rows of this installation are known in a file. People go by their address."""

    pages: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of_here(cls) -> "Keys":
        return cls(
            pages={pk: str(key) for pk, key in Page.objects.values_list("pk", "translation_key")},
            pictures=keys_of(SitePicture.objects.all()),
            files=keys_of(SiteFile.objects.all()),
            people=dict(User.objects.exclude(role="").values_list("pk", "email")),
        )

    def key(self, kind: str, pk: Any) -> str | None:
        rows = {PAGE: self.pages, PICTURE: self.pictures, FILE: self.files, fields.USER: self.people}[kind]
        return rows.get(int(pk)) if str(pk).isdigit() else None


def export_content(into: BinaryIO) -> dict[str, int]:
    """Write the zip; returns how many of what. The same content gives the same `content.json`."""
    keys = Keys.of_here()
    document = {"format": FORMAT, "version": VERSION, **contents(keys)}
    with ZipFile(into, "w", ZIP_DEFLATED) as kept:
        kept.writestr(CONTENT, json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True))
        for rows in (SitePicture.objects.order_by("pk"), SiteFile.objects.order_by("pk")):
            for row in rows:
                with row.file.open("rb") as opened:
                    kept.writestr(_place(row, keys), opened.read())
    return {name: len(value) for name, value in document.items() if isinstance(value, list)}


def contents(keys: Keys) -> dict[str, list[dict[str, Any]]]:
    """All of it as plain values, parents before what stands under them."""
    # Where several pictures hold the same, they are told apart by their order.
    return {
        "pages": [page_entry(page, keys) for page in pages()],
        "versions": [version_entry(one, keys) for one in versions()],
        "pictures": [media_entry(row, keys) for row in SitePicture.objects.order_by("pk")],
        "files": [media_entry(row, keys) for row in SiteFile.objects.order_by("pk")],
        "redirects": [redirect_entry(one, keys) for one in Redirect.objects.order_by("old_path", "pk")],
    }


def pages() -> Iterable[Any]:
    """Of the site, by their place; not the root that Wagtail itself stands on."""
    found: QuerySet[Page] = Page.objects.filter(depth__gte=2).order_by("path")
    return (page.specific for page in found)


def versions() -> QuerySet[TextVersion]:
    return TextVersion.objects.order_by("page__path", "major", "minor")


def page_entry(page: Any, keys: Keys) -> dict[str, Any]:
    """One page: as it is read, and the draft that waits beside it. A page nobody published is its draft."""
    model, draft = type(page), None
    content = fields.portable(model, page.serializable_data(), keys.key)
    if page.latest_revision_id and (page.has_unpublished_changes or not page.live):
        written = fields.portable(model, page.latest_revision.content, keys.key)
        draft = {name: value for name, value in written.items() if name not in fields.OF_LIVE}
    if not page.live and draft is not None:
        content, draft = {**content, **draft}, None
    parent = page.get_parent()
    return {
        "key": str(page.translation_key),
        "type": model.__name__,
        "parent": str(parent.translation_key) if parent.depth > 1 else None,
        "live": page.live,
        "content": plainly(content),
        "draft": plainly(draft) if draft is not None else None,
    }


def version_entry(one: TextVersion, keys: Keys) -> dict[str, Any]:
    """An issued version, as it will stand for good. Who answered or acknowledged it stays here."""
    entry = {name: fields.plain(getattr(one, name)) for name in OF_VERSION}
    body = references.in_stream(fields.BODY.stream_block, one.body, keys.key)
    people = {name: keys.key(fields.USER, getattr(one, f"{name}_id")) for name in _OF_VERSION_PEOPLE}
    return {**entry, **people, "page": keys.pages[one.page_id], "body": body}


def media_entry(row: SitePicture | SiteFile, keys: Keys) -> dict[str, Any]:
    names = OF_PICTURE if isinstance(row, SitePicture) else MEDIA
    key = (keys.pictures if isinstance(row, SitePicture) else keys.files)[row.pk]
    return {
        "key": key,
        "name": PurePosixPath(row.file.name).name,
        "place": _place(row, keys),
        **{name: getattr(row, name) for name in names},
    }


def redirect_entry(one: Redirect, keys: Keys) -> dict[str, Any]:
    return {
        "from": one.old_path,
        "to_page": keys.pages.get(one.redirect_page_id) if one.redirect_page_id else None,
        "route": one.redirect_page_route_path,
        "to": one.redirect_link,
        "permanent": one.is_permanent,
    }


def keys_of(rows: QuerySet[Any]) -> dict[int, str]:
    """By what they hold; the second of two that hold the same has its number behind it."""
    seen: dict[str, int] = {}
    keys = {}
    for row in rows.order_by("pk"):
        held = row.get_file_hash()
        seen[held] = seen.get(held, 0) + 1
        keys[row.pk] = held if seen[held] == 1 else f"{held}.{seen[held]}"
    return keys


def plainly(content: dict[str, Any]) -> dict[str, Any]:
    """As it comes back out of a file, so that both can be compared."""
    found: dict[str, Any] = json.loads(json.dumps(content, default=fields.plain))
    return found


def _place(row: SitePicture | SiteFile, keys: Keys) -> str:
    folder, of_kind = ("pictures", keys.pictures) if isinstance(row, SitePicture) else ("files", keys.files)
    return f"{folder}/{of_kind[row.pk]}{PurePosixPath(row.file.name).suffix.lower()}"
