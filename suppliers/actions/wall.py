"""May the public wall show what we thanked a partner for? We ask once; the partner decides, at any time."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.notices import drop, notify
from portal.actors import Actor
from portal.models import Notice, User
from suppliers.actions.asking import in_words_of, readers_of
from suppliers.actions.wording import Words
from suppliers.enums import WallState
from suppliers.models import Recognition
from suppliers.permissions import check_can_recognise
from suppliers.permissions_wall import check_can_decide_wall


@transaction.atomic
def ask(*, by: Actor, recognition: Recognition, at: datetime) -> None:
    """The partner's people hear it, once. Raises PermissionDenied, or ValidationError the second time."""
    check_can_recognise(by)
    row = _locked(recognition)
    if row.wall != WallState.UNASKED:
        raise ValidationError(_("The partner was asked already: it is theirs to say."))
    _keep(by, row, WallState.ASKED, at, "wall.asked")
    people = readers_of([row.partner], at).get(row.partner_id, [])
    words = partial(_asked_words, row, by.label)
    notify(by=by, notices=[_notice(row, one, words, "asked", at) for one in people])


@transaction.atomic
def decide(*, by: Actor, recognition: Recognition, is_shown: bool, at: datetime) -> None:
    """Yes or no, also unasked, and also another time: a no takes it off the wall at once."""
    row = _locked(recognition)
    check_can_decide_wall(by, row.partner)
    state = WallState.YES if is_shown else WallState.NO
    if row.wall == state:
        return
    _keep(by, row, state, at, "wall.allowed" if is_shown else "wall.refused")
    drop(task="", about=row.public_id, at=at)
    if row.by.is_active and row.by.role:
        words = partial(_decided_words, row, by.label)
        notify(by=by, notices=[_notice(row, row.by, words, f"decided:{at.isoformat()}", at)])


def _locked(recognition: Recognition) -> Recognition:
    rows = Recognition.objects.select_for_update(of=("self",)).select_related("partner", "by")
    row: Recognition = rows.get(pk=recognition.pk)
    if row.taken_back_at is not None:
        raise ValidationError(_("It was taken back: there is nothing to show."))
    return row


def _keep(by: Actor, row: Recognition, state: str, at: datetime, verb: str) -> None:
    row.wall, row.wall_by_label, row.wall_at = state, by.label[:200], at
    row.save(update_fields=["wall", "wall_by_label", "wall_at"])
    audit.record(by=by, verb=verb, obj=row, scope=row.partner.public_id, data={"text": row.text})


def _notice(row: Recognition, user: User, words: "partial[Words]", act: str, at: datetime) -> Notice:
    said = in_words_of(user, words)
    return Notice(
        user=user,
        scope=row.partner.public_id,
        key=f"wall:{row.public_id}:{act}:{user.pk}",
        about=row.public_id,
        path=reverse("suppliers:thanks"),
        subject=" ".join(said.subject.split())[:250],
        words=said.text,
        act=said.act,
        facts=said.facts,
        created_at=at,
    )


def _asked_words(row: Recognition, who: str) -> Words:
    return Words(
        subject=_("May %(company)s show its thanks to you in public?") % {"company": settings.COMPANY_NAME},
        text=_("%(who)s would like to show this on the wall of thanks, with your name: “%(text)s”")
        % {"who": who, "text": row.text},
        act=_("Say yes or no"),
        facts=[],
    )


def _decided_words(row: Recognition, who: str) -> Words:
    facts = {"who": who, "partner": row.partner.name}
    if row.wall == WallState.YES:
        subject = _("%(partner)s lets its thanks be shown") % facts
    else:
        subject = _("%(partner)s keeps its thanks between you") % facts
    return Words(
        subject=subject,
        text=_("%(who)s said so about: “%(text)s”") % {**facts, "text": row.text},
        act=_("See the thanks"),
        facts=[],
    )
