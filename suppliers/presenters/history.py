"""What happened with a partner, from the trail, newest first. For staff: it speaks of inside matters too."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from portal.models import AuditEvent, User
from suppliers.models import Contact, Partner
from suppliers.registry import sentence_of

_MODELS: dict[str, Any] = {model._meta.label_lower: model for model in (Partner, Contact)}


@dataclass(frozen=True)
class Change:
    """A field, as it was and as it is now."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Happening:
    """One act: `side` says who did it, `you` (the partner) or `us`."""

    at: dt.datetime
    who: str
    side: str
    sentence: str
    changes: tuple[Change, ...] = ()


def history_of(scope: str, limit: int = 8) -> list[Happening]:
    """The newest events about the partner with this public id: two queries."""
    return happenings(AuditEvent.objects.filter(scope=scope).order_by("-id")[:limit])


def happenings(events: Iterable[AuditEvent]) -> list[Happening]:
    found = list(events)
    ids = {event.actor_id for event in found if event.actor_id}
    partners_people = set(User.objects.filter(pk__in=ids, role="").values_list("pk", flat=True))
    return [
        Happening(
            at=event.at,
            who=event.actor_label,
            side="you" if event.actor_id in partners_people else "us",
            sentence=_sentence(event),
            changes=tuple(_changes(event)),
        )
        for event in found
    ]


class _Words(dict[str, Any]):
    """What the event does not say is left open."""

    def __missing__(self, key: str) -> str:
        return "\u2026"


def _sentence(event: AuditEvent) -> str:
    return str(sentence_of(event.verb)) % _Words(event.data)


def _changes(event: AuditEvent) -> Iterable[Change]:
    """In words: the label of a choice, not its code."""
    changes = event.data.get("changes") or {}
    for name in sorted(changes, key=lambda each: _place(event.object_type, each)):
        pair = changes[name]
        if isinstance(pair, list) and len(pair) == 2:
            field = _field(event.object_type, name)
            label = str(field.verbose_name).capitalize() if field is not None else name
            yield Change(label, _value(field, pair[0]), _value(field, pair[1]))


def _place(object_type: str, name: str) -> tuple[int, str]:
    """In the order in which the model names its fields: databases keep their own."""
    fields = [field.name for field in _MODELS[object_type]._meta.fields] if object_type in _MODELS else []
    return (fields.index(name) if name in fields else len(fields), name)


def _field(object_type: str, name: str) -> Any:
    try:
        return _MODELS[object_type]._meta.get_field(name)
    except (KeyError, FieldDoesNotExist):
        return None


def _value(field: Any, text: Any) -> str:
    choices = dict(field.flatchoices) if field is not None else {}
    return str(choices.get(text, text)) if text else _("nothing")
