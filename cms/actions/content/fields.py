"""A page as plain values: what an editor wrote, without the numbers of one database."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.actions.content import references
from cms.actions.content.references import PAGE, PICTURE, Convert
from cms.models import SitePicture
from cms.models.controlled import ControlledPage
from portal.models import User

USER = "user"
# Of Wagtail's own columns only these are what somebody wrote or decided.
_OF_EVERY_PAGE = {
    "title",
    "slug",
    "owner",
    "seo_title",
    "show_in_menus",
    "search_description",
    "go_live_at",
    "expire_at",
    "expired",
    "first_published_at",
    "last_published_at",
}
BODY: Any = ControlledPage._meta.get_field("body")
# What happened in one installation: it did not happen in the other.
_STAYS = {"told_at"}
# When a draft was published is said by the page alone.
OF_LIVE = ("first_published_at", "last_published_at", "expired")
_TARGETS = ((User, USER), (Page, PAGE), (SitePicture, PICTURE))


def content_fields(model: type[Page]) -> list[Any]:
    """The fields that travel: everything of ours, and of Wagtail's what an editor decides."""
    stays = {*(field.name for field in Page._meta.get_fields()), *_STAYS}
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [
        field
        for field in fields
        if field.name in _OF_EVERY_PAGE
        or (field.name not in stays and not getattr(field.remote_field, "parent_link", False))
    ]


def target_of(field: Any) -> str:
    """What a relation points at; empty for a column that holds a value."""
    if not field.is_relation:
        return ""
    for model, kind in _TARGETS:
        if issubclass(field.related_model, model):
            return kind
    raise LookupError(f"{field.model.__name__}.{field.name} points at something that cannot travel")


def portable(model: type[Page], data: dict[str, Any], convert: Convert) -> dict[str, Any]:
    """Of what Wagtail serializes (a page or a revision), what travels, with keys for numbers."""
    return {
        field.name: _converted(field, data[field.name], convert, is_coming=False)
        for field in content_fields(model)
        if field.name in data
    }


def local(model: type[Page], content: dict[str, Any], convert: Convert) -> dict[str, Any]:
    """The way back: what Wagtail makes a page of."""
    return {
        field.name: _converted(field, content[field.name], convert, is_coming=True)
        for field in content_fields(model)
        if field.name in content
    }


def plain_values(model: type[Page], content: dict[str, Any]) -> dict[str, Any]:
    """Of these only what points at nothing else: neither relations nor streams."""
    fields = [
        one for one in content_fields(model) if not one.is_relation and not isinstance(one, StreamField)
    ]
    return {one.name: one.to_python(content[one.name]) for one in fields if one.name in content}


def _converted(field: Any, value: Any, convert: Convert, *, is_coming: bool) -> Any:
    if isinstance(field, StreamField):
        raw = value if is_coming else json.loads(value or "[]")
        found = references.in_stream(field.stream_block, raw, convert)
        return json.dumps(found) if is_coming else found
    if isinstance(field, ParentalManyToManyField):
        keys = [convert(target_of(field), one) for one in value]
        return sorted(key for key in keys if key is not None)
    if kind := target_of(field):
        return None if value is None else convert(kind, value)
    return plain(value) if not is_coming else field.to_python(value) if _is_moment(field) else value


def _is_moment(field: Any) -> bool:
    return isinstance(field, models.DateField | models.DecimalField)


def plain(value: Any) -> Any:
    """As JSON holds it; a number of decimals in the same spelling however a database gives it back."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value
