"""Thanks and awards as both sides read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.actions.recognition import can_take_back
from suppliers.enums import RecognitionKind
from suppliers.models import Partner, Recognition


@dataclass(frozen=True)
class Note:
    """One warm note. `back_url`: where who said it may take it back, within a day."""

    title: str
    text: str
    who: str
    at: datetime
    is_award: bool
    back_url: str = ""
    is_back: bool = False


def notes(found: Iterable[Recognition], actor: Actor, now: datetime) -> list[Note]:
    return [note(one, actor, now) for one in found]


def note(one: Recognition, actor: Actor, now: datetime) -> Note:
    is_award = one.kind == RecognitionKind.AWARD
    return Note(
        title=_title(actor, is_award=is_award),
        text=one.text,
        who=one.by_label,
        at=one.at,
        is_award=is_award,
        back_url=reverse("suppliers:thanks_back", args=[one.public_id])
        if can_take_back(one, actor, now)
        else "",
        is_back=one.taken_back_at is not None,
    )


def _title(actor: Actor, *, is_award: bool) -> str:
    """By name, to the person who reads it."""
    if actor.is_staff or actor.user is None:
        return _("Honoured") if is_award else _("Thanked")
    name = {"name": actor.user.get_short_name()}
    return _("An award for you, %(name)s.") % name if is_award else _("Thank you, %(name)s.") % name


def first_words(partner: Partner, period: str = "") -> str:
    """What stands in the form before anybody types."""
    if period:
        return _("Thank you for %(period)s. It was good to rely on you.") % {"period": period}
    return _("Thank you. It is good to work with you, and we can rely on your word.")
