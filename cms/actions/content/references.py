"""What a text points at, by keys that mean the same in every installation.

Pages go by their translation key, pictures and files by what they hold, people by their address.
"""

import re
from collections.abc import Callable
from typing import Any

from wagtail.blocks import Block, ListBlock, PageChooserBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PAGE, PICTURE, FILE = "page", "picture", "file"
# (which of these, what it is known by) -> what it is known by on the other side; None: it is not there
Convert = Callable[[str, Any], Any]

_CHOOSERS = {PageChooserBlock: PAGE, ImageChooserBlock: PICTURE, DocumentChooserBlock: FILE}
_TAG = re.compile(r"<(?:a|embed)\b[^>]*>", re.IGNORECASE)
_KIND = re.compile(r"""\b(?:linktype|embedtype)="(page|document|image)\"""", re.IGNORECASE)
_ID = re.compile(r"""\bid="([^"]*)\"""")
_KINDS = {"page": PAGE, "document": FILE, "image": PICTURE}


def in_stream(block: Block, raw: Any, convert: Convert) -> Any:
    """The raw value of a block with everything it points at converted; `raw` itself stays as it is."""
    if raw is None:
        return None
    if isinstance(block, StreamBlock):
        known = [one for one in raw if one["type"] in block.child_blocks]
        return [
            {**one, "value": in_stream(block.child_blocks[one["type"]], one["value"], convert)}
            for one in known
        ]
    if isinstance(block, StructBlock):
        children = block.child_blocks
        return {
            name: in_stream(children[name], value, convert) for name, value in raw.items() if name in children
        }
    if isinstance(block, ListBlock):
        return [_in_item(block.child_block, one, convert) for one in raw]
    if isinstance(block, RichTextBlock):
        return in_html(str(raw), convert)
    for chooser, kind in _CHOOSERS.items():
        if isinstance(block, chooser):
            return convert(kind, raw)
    return raw


def in_html(html: str, convert: Convert) -> str:
    """The same of rich text: links to pages and files, and pictures."""

    def replaced(match: re.Match[str]) -> str:
        tag = match[0]
        kind, known_by = _KIND.search(tag), _ID.search(tag)
        if kind is None or known_by is None:
            return tag
        other = convert(_KINDS[kind[1].lower()], known_by[1])
        return _ID.sub(f'id="{"" if other is None else other}"', tag, count=1)

    return _TAG.sub(replaced, html)


def _in_item(block: Block, one: Any, convert: Convert) -> Any:
    """Wagtail wrote lists of plain values once, and writes items with keys now."""
    if isinstance(one, dict) and one.get("type") == "item":
        return {**one, "value": in_stream(block, one["value"], convert)}
    return in_stream(block, one, convert)
