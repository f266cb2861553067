"""One of our people is praised by name: by a partner itself, or as somebody of ours heard it."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.notices import drop, notify
from portal.actors import Actor
from portal.models import Notice, User
from suppliers.enums import PraiseSource
from suppliers.facts.praise import people_known_to
from suppliers.models import Partner, Praise
from suppliers.permissions_touch import check_can_praise

BACK_WITHIN = timedelta(days=1)
LONGEST = 1000


class PraiseRefused(Exception):
    """It cannot be so; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def praise(
    *, by: Actor, person: User, text: str, partner: Partner | None = None, said_by: str = "", at: datetime
) -> Praise:
    """`partner` None: a customer said it, and `said_by` says who. The person hears it once.

    The same words of the same side about the same person within a day are said once. Raises PermissionDenied
    or PraiseRefused.
    """
    check_can_praise(by, partner)
    if by.user is None:
        raise PermissionDenied
    words, who = text.strip(), by.label if not by.is_staff else said_by.strip()
    _check(by, person, words, who)
    if partner is not None and partner.merged_into_id is not None:
        raise PraiseRefused("partner", _("This is another name of a partner: note it there."))
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    same = Praise.objects.filter(person=person, partner=partner, text=words, taken_back_at=None)
    said: Praise | None = same.filter(at__gt=at - BACK_WITHIN, at__lte=at).first()
    if said is not None:
        return said
    said = Praise.objects.create(
        person=person,
        source=PraiseSource.PARTNER if partner is not None else PraiseSource.CUSTOMER,
        partner=partner,
        said_by=who[:200],
        text=words,
        at=at,
        by=by.user,
        noted_by_label=by.label[:200] if by.is_staff else "",
    )
    scope = partner.public_id if partner is not None else ""
    audit.record(by=by, verb="person.praised", obj=said, scope=scope, data={"name": str(person)})
    _tell(by, said)
    return said


def can_take_back(said: Praise, by: Actor, at: datetime) -> bool:
    """Whoever said or noted it, within a day."""
    is_own = by.user is not None and said.by_id == by.user.pk
    return is_own and said.taken_back_at is None and at < said.at + BACK_WITHIN


@transaction.atomic
def take_back(*, by: Actor, said: Praise, at: datetime) -> None:
    """Raises PermissionDenied, or PraiseRefused after a day."""
    locked: Praise = Praise.objects.select_for_update(of=("self",)).select_related("partner").get(pk=said.pk)
    check_can_praise(by, locked.partner)
    if by.user is None or locked.by_id != by.user.pk:
        raise PermissionDenied(_("Only who said it takes it back."))
    if locked.taken_back_at is not None:
        return
    if not can_take_back(locked, by, at):
        raise PraiseRefused("", _("Praise can be taken back within a day; this one stays."))
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    scope = locked.partner.public_id if locked.partner is not None else ""
    audit.record(by=by, verb="person.praise_taken_back", obj=locked, scope=scope, data={})
    drop(task="", about=locked.public_id, at=at)


def _check(by: Actor, person: User, words: str, who: str) -> None:
    if not people_known_to(by).filter(pk=person.pk).exists():
        raise PraiseRefused("person", _("Choose one of the people you know with us."))
    if by.is_staff and by.user is not None and person.pk == by.user.pk:
        raise PraiseRefused("person", _("Let a colleague note what was said about you."))
    if not words or len(words) > LONGEST:
        raise PraiseRefused("text", _("Say what for, in at most %(most)s characters.") % {"most": LONGEST})
    if not who:
        raise PraiseRefused("said_by", _("Say who said it."))


def _tell(by: Actor, said: Praise) -> None:
    """One notice to the person, if still with us."""
    person = said.person
    if not (person.is_active and person.role):
        return
    firm = said.partner.name if said.partner is not None else ""
    with translation.override(person.language or translation.get_language()):
        who = f"{said.said_by}, {firm}" if firm else said.said_by
        notice = Notice(
            user=person,
            scope=said.partner.public_id if said.partner is not None else "",
            key=f"praise:{said.public_id}",
            about=said.public_id,
            path=reverse("portal:home"),
            subject=" ".join((_("%(who)s praised you") % {"who": who}).split())[:250],
            words=_("“%(text)s”") % {"text": said.text},
            act=_("See what was said"),
            facts=[],
            created_at=said.at,
        )
    notify(by=by, notices=[notice])
