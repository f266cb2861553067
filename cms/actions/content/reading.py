"""A file of content before anything is stored: is it whole, is it ours, does it fit this installation?"""

import hashlib
import json
import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

import willow  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import models
from cms.actions.content.exporting import CONTENT, FORMAT, MEDIA, OF_PICTURE, OF_VERSION, VERSION
from cms.actions.content.fields import BODY, content_fields
from cms.models.base import PublicPage

LISTS = ("pages", "versions", "pictures", "files", "redirects")
_KEY = re.compile(r"[0-9a-f]{40}(\.\d+)?")
_PDF = b"%PDF-"
# What Wagtail fills itself.
_OF_WAGTAIL = {"file", "width", "height", "collection", "page", "content_type", "locale"}


class ContentRefused(Exception):
    """The file does not fit; `problems` name what, each in a sentence. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Package:
    """What a file holds. Raises ContentRefused with everything that is wrong with it."""

    def __init__(self, zipped: ZipFile) -> None:
        self.zipped = zipped
        self.document = _document(zipped)
        problems = [*self._missing(), *self._pages(), *self._versions(), *self._media()]
        if problems:
            raise ContentRefused(problems)

    def __getitem__(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.document[name]
        return rows

    def content_of(self, entry: dict[str, Any]) -> bytes:
        return self.zipped.read(entry["place"])

    def _missing(self) -> list[str]:
        """Pages that others stand under, and versions whose page is not there."""
        keys = {entry["key"] for entry in self["pages"]}
        orphans = [
            one["content"]["title"] for one in self["pages"] if one["parent"] and one["parent"] not in keys
        ]
        orphans += [one["title"] for one in self["versions"] if one["page"] not in keys]
        return [
            _("%(title)s: the page it belongs to is not in the file.") % {"title": one} for one in orphans
        ]

    def _pages(self) -> list[str]:
        return [problem for entry in self["pages"] for problem in page_problems(entry)]

    def _versions(self) -> list[str]:
        known = {*OF_VERSION, "page", "body", "owner", "issued_by"}
        body = BODY.stream_block
        return [
            f"{entry['title']}: {problem}"
            for entry in self["versions"]
            for problem in [*_strangers(entry, known), *stream_problems(body, entry["body"])]
        ]

    def _media(self) -> list[str]:
        names = set(self.zipped.namelist())
        found = []
        for kind, known in (("pictures", OF_PICTURE), ("files", MEDIA)):
            for entry in self[kind]:
                wrong = _strangers(entry, {*known, "key", "name", "place"})
                if not wrong and entry["place"] not in names:
                    wrong = [_("its file is not in the zip.")]
                found += [f"{entry['title']}: {problem}" for problem in wrong or self._unlike(kind, entry)]
        return found

    def _unlike(self, kind: str, entry: dict[str, Any]) -> list[str]:
        """Is it what its key says, of a kind that may be kept, and not larger than may be sent in?"""
        most = (
            settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
            if kind == "pictures"
            else settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        )
        if self.zipped.getinfo(entry["place"]).file_size > most:
            return [_("its file is larger than this installation takes.")]
        content = self.content_of(entry)
        if not _KEY.fullmatch(entry["key"]) or hashlib.sha1(content).hexdigest() != entry["key"][:40]:  # noqa: S324
            return [_("its file was changed since it was exported.")]
        allowed = settings.WAGTAILIMAGES_EXTENSIONS if kind == "pictures" else settings.WAGTAILDOCS_EXTENSIONS
        suffix = PurePosixPath(entry["name"]).suffix.lower().removeprefix(".")
        if suffix not in allowed or not (
            _is_picture(content, suffix) if kind == "pictures" else content.startswith(_PDF)
        ):
            return [_("%(name)s is nothing that this installation keeps.") % {"name": entry["name"]}]
        return []


def page_model(entry: dict[str, Any]) -> type[Page] | None:
    model = getattr(models, str(entry.get("type")), None)
    return model if isinstance(model, type) and issubclass(model, PublicPage) else None


def page_problems(entry: dict[str, Any]) -> list[str]:
    """What this installation does not know of a page: its type, a field, a block."""
    model, title = page_model(entry), entry.get("content", {}).get("title", "?")
    if model is None:
        return [
            _("%(title)s: there is no type of page %(type)s here.")
            % {"title": title, "type": entry.get("type")}
        ]
    fields = {field.name: field for field in content_fields(model)}
    found = []
    for content in (entry["content"], entry["draft"] or {}):
        found += _strangers(content, set(fields))
        for name, value in content.items():
            if name in fields and isinstance(fields[name], StreamField):
                found += stream_problems(fields[name].stream_block, value)
    return [f"{title}: {problem}" for problem in dict.fromkeys(found)]


def stream_problems(block: Block, raw: Any) -> list[str]:
    """Blocks, and parts of them, that are not known here."""
    if isinstance(block, StreamBlock):
        found = []
        for one in raw:
            child = block.child_blocks.get(one["type"])
            found += [_unknown(one["type"])] if child is None else stream_problems(child, one["value"])
        return found
    if isinstance(block, StructBlock):
        strange = [_unknown(name) for name in raw if name not in block.child_blocks]
        inner = [
            stream_problems(block.child_blocks[name], one)
            for name, one in raw.items()
            if name in block.child_blocks
        ]
        return [*strange, *(problem for problems in inner for problem in problems)]
    if isinstance(block, ListBlock):
        values = [one["value"] if isinstance(one, dict) else one for one in raw]
        return [problem for one in values for problem in stream_problems(block.child_block, one)]
    return []


def check_values(row: Any, where: str) -> None:
    """Each value as its column allows. Whether it may be empty was decided where it was written."""
    empty = {one.name for one in row._meta.concrete_fields if getattr(row, one.attname) in ("", [], {})}
    try:
        row.clean_fields(exclude={*_OF_WAGTAIL, *empty})
    except ValidationError as refused:
        problems = [f"{where}: {name}: {' '.join(words)}" for name, words in refused.message_dict.items()]
        raise ContentRefused(problems) from refused


def _document(zipped: ZipFile) -> dict[str, Any]:
    try:
        document = json.loads(zipped.read(CONTENT))
    except (KeyError, ValueError) as wrong:
        raise ContentRefused(
            [_("This is no file of content: %(name)s is missing in it.") % {"name": CONTENT}]
        ) from wrong
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ContentRefused([_("This is no file of content that was exported here.")])
    if document.get("version") != VERSION:
        versions = {"found": document.get("version"), "known": VERSION}
        raise ContentRefused(
            [_("The file is of version %(found)s; this installation reads %(known)s.") % versions]
        )
    wrong_lists = [name for name in LISTS if not isinstance(document.get(name), list)]
    if wrong_lists:
        raise ContentRefused(
            [_("The file has no list of %(name)s.") % {"name": name} for name in wrong_lists]
        )
    return document


def opened(given: Any) -> ZipFile:
    try:
        return ZipFile(given)
    except BadZipFile as wrong:
        raise ContentRefused([_("This is no zip.")]) from wrong


def _strangers(entry: dict[str, Any], known: set[str]) -> list[str]:
    return [_unknown(name) for name in sorted(set(entry) - known)]


def _unknown(name: str) -> str:
    return _("%(name)s is not known here.") % {"name": name}


def _is_picture(content: bytes, suffix: str) -> bool:
    try:
        found = willow.Image.open(BytesIO(content)).format_name
    except willow.image.UnrecognisedImageFormatError:
        return False
    return bool(found == {"jpg": "jpeg"}.get(suffix, suffix))
