"""Somebody outside asks to become a partner; we look, and decide. Nobody outside learns whom we know.

What a stranger types is in no mail to the address they gave: it may not be theirs. The answer is the same
whatever we know of the address or the firm.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.actions import audit, outbox
from portal.actions.invitations import InvitationRefused
from portal.actions.notices import drop, notify
from portal.actors import ANONYMOUS, Actor
from portal.enums import Channel, PartnerRole
from portal.models import Notice, User
from suppliers.actions import memberships, partners
from suppliers.actions.asking import in_words_of
from suppliers.actions.forms import ask_newcomer
from suppliers.actions.wording import Words
from suppliers.enums import PartnerStatus, RegistrationState
from suppliers.models import Membership, Partner, Registration
from suppliers.permissions_onboarding import MANAGERS, check_can_decide_registrations

LINK_DAYS = 7
FORGET_AFTER = timedelta(days=30)
FACTS = (
    "kind", "name", "legal_name", "country", "city", "tax_id", "website", "offers", "contact_name", "email",
    "phone",
)  # fmt: skip


class RegistrationRefused(Exception):
    """It cannot be decided so; `field` names what is wrong, the message says why."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def register(*, facts: Mapping[str, str], language: str, at: datetime) -> Registration:
    """Keeps what was typed, and asks the address whether it is theirs."""
    secret = _signer().sign(secrets.token_urlsafe(24))
    registration = Registration.objects.create(
        **{name: facts.get(name, "") for name in FACTS},
        language=language,
        secret_hash=hash_of(secret),
        registered_at=at,
    )
    link = settings.SITE_URL + reverse("suppliers:register_confirm", args=[secret])
    _mail(registration, "registration_confirm", {"link": link, "days": LINK_DAYS}, at, forget=True)
    return registration


def find(*, secret: str, at: datetime) -> Registration | None:
    """Whose address this secret confirms; None for one that is none of ours, or too old. Only reads."""
    try:
        _signer().unsign(secret)
    except BadSignature:
        return None
    found: Registration | None = Registration.objects.filter(secret_hash=hash_of(secret)).first()
    if found is None or found.registered_at + timedelta(days=LINK_DAYS) < at:
        return None
    return found


@transaction.atomic
def confirm(*, registration: Registration, at: datetime) -> Registration:
    """The address is theirs: from now on it waits for us. A second time changes nothing."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state != RegistrationState.UNCONFIRMED:
        return registration
    registration.state, registration.confirmed_at = RegistrationState.WAITING, at
    registration.save(update_fields=["state", "confirmed_at", "updated_at"])
    by = Actor(channel=Channel.MAIL_LINK)
    audit.record(by=by, verb="registration.confirmed", obj=registration, data={"name": registration.name})
    people = User.objects.filter(role__in=MANAGERS, is_active=True)
    notify(by=by, notices=[_notice(user, registration, at) for user in people])
    return registration


@transaction.atomic
def approve(
    *, by: Actor, registration: Registration, name: str, code: str, owner: User | None, at: datetime
) -> Partner:
    """A new partner in onboarding, its contact, an invitation, and the questions for its kind.

    Raises PermissionDenied, or RegistrationRefused when somebody was faster or something is taken.
    """
    registration = _locked(by, registration)
    code = code.strip()
    if Partner.objects.filter(code__iexact=code).exists():
        raise RegistrationRefused(_("Another partner already has this code."), "code")
    partner = partners.create(
        by=by,
        facts={
            "kind": registration.kind,
            "code": code,
            "name": name.strip() or registration.name,
            "status": PartnerStatus.ONBOARDING,
            "owner": owner,
            **{
                field: getattr(registration, field)
                for field in ("legal_name", "country", "city", "tax_id", "website", "email", "phone")
            },
        },
    )
    contact = {"name": registration.contact_name, "email": registration.email, "phone": registration.phone}
    partners.add_contact(by=by, partner=partner, facts=contact)
    try:
        memberships.invite(
            by=by,
            partner=partner,
            email=registration.email,
            role=PartnerRole.ADMIN,
            name=registration.contact_name,
        )
    except InvitationRefused as refused:
        raise RegistrationRefused(str(refused)) from refused
    ask_newcomer(by=by, partner=partner, at=at)
    _decide(by, registration, RegistrationState.APPROVED, at, partner=partner)
    return partner


@transaction.atomic
def is_partner(*, by: Actor, registration: Registration, partner: Partner, at: datetime) -> int:
    """It is a partner that we know. Nobody is invited by that: its own administrators hear who asked.

    Returns how many of them there are. Who registered hears that we have read it, and no name.
    """
    registration = _locked(by, registration)
    partner = partner.merged_into or partner
    administrators = [
        one.user
        for one in Membership.objects.filter(
            partner=partner, role=PartnerRole.ADMIN, user__is_active=True
        ).select_related("user")
    ]
    notify(by=by, notices=[_colleague(user, registration, partner, at) for user in administrators])
    _decide(by, registration, RegistrationState.APPROVED, at, partner=partner)
    with translation.override(registration.language or settings.LANGUAGE_CODE):
        _mail(registration, "registration_read", {}, at, by=by)
    return len(administrators)


@transaction.atomic
def decline(*, by: Actor, registration: Registration, words: str, at: datetime) -> None:
    """With kind words, by mail. Raises PermissionDenied or RegistrationRefused."""
    registration = _locked(by, registration)
    if not words.strip():
        raise RegistrationRefused(_("Say it kindly, in your words: they read it."), "words")
    _decide(by, registration, RegistrationState.DECLINED, at, words=words.strip())
    _mail(registration, "registration_declined", {"words": words.strip()}, at, by=by)


@transaction.atomic
def forget_unconfirmed(*, by: Actor, now: datetime) -> int:
    """What nobody confirmed within 30 days goes: the address was not theirs. Returns how many."""
    old = Registration.objects.filter(
        state=RegistrationState.UNCONFIRMED, registered_at__lt=now - FORGET_AFTER
    )
    gone, _rows = old.delete()
    return gone


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def suggested_code(name: str) -> str:
    """“BRANDT” of “Brandt Castings Ltd”, with a number where it is taken."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.upper()).split()
    base = (words[0] if words else "NEW")[:12]
    known = {
        code.upper() for code in Partner.objects.filter(code__istartswith=base).values_list("code", flat=True)
    }
    code, number = base, 2
    while code in known:
        code, number = f"{base}-{number}", number + 1
    return code


def _signer() -> Signer:
    return Signer(salt="suppliers.registration")


def _locked(by: Actor, registration: Registration) -> Registration:
    """As it is now, and waiting: of two who decide at the same time one wins."""
    check_can_decide_registrations(by)
    found: Registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if found.state == RegistrationState.UNCONFIRMED:
        raise RegistrationRefused(_("The address is not confirmed yet: we wait for them."))
    if found.state != RegistrationState.WAITING:
        words = _("%(who)s was faster: it is %(state)s already.")
        state = str(RegistrationState(found.state).label).lower()
        raise RegistrationRefused(words % {"who": found.decided_by_label, "state": state})
    return found


def _decide(by: Actor, registration: Registration, state: str, at: datetime, **more: Any) -> None:
    for name, value in more.items():
        setattr(registration, name, value)
    registration.state, registration.decided_at = state, at
    registration.decided_by, registration.decided_by_label = by.user, by.label[:200]
    registration.version, registration.changed_by = registration.version + 1, by.label
    registration.save()
    drop(task="", about=registration.public_id, at=at)
    partner = registration.partner
    audit.record(
        by=by,
        verb=f"registration.{state}",
        obj=registration,
        scope=partner.public_id if partner is not None else "",
        data={"name": registration.name},
    )


def _mail(
    registration: Registration,
    template: str,
    context: dict[str, Any],
    at: datetime,
    *,
    by: Actor = ANONYMOUS,
    forget: bool = False,
) -> None:
    with translation.override(registration.language or settings.LANGUAGE_CODE):
        mail = outbox.Mail(
            to=registration.email,
            template=template,
            context=context,
            key=f"{template}:{registration.public_id}",
            reply_to=by.user.email if by.user is not None else "",
            forget=forget,
        )
        outbox.send(by=by, mail=mail, at=at)


def _notice(user: User, registration: Registration, at: datetime) -> Notice:
    words = in_words_of(
        user,
        lambda: Words(
            _("%(name)s would like to become a partner") % {"name": registration.name},
            _("The address is confirmed. Look whether we know them already, then decide."),
            _("See the registration"),
            [
                (_("Kind"), str(registration.get_kind_display())),
                (_("Contact"), registration.contact_name),
            ],
        ),
    )
    path = reverse("suppliers:registration", args=[registration.public_id])
    return _as_notice(user, words, f"registration:{registration.public_id}:{user.pk}", path, at, registration)


def _colleague(user: User, registration: Registration, partner: Partner, at: datetime) -> Notice:
    words = in_words_of(
        user,
        lambda: Words(
            _("Somebody asked to work with us for %(partner)s") % {"partner": partner.name},
            _("If they belong to you, invite them under “People”. If not, there is nothing to do."),
            _("See your people"),
            [(_("Name"), registration.contact_name), (_("E-mail address"), registration.email)],
        ),
    )
    key = f"registration:{registration.public_id}:same:{user.pk}"
    notice = _as_notice(user, words, key, reverse("suppliers:people"), at, None)
    notice.scope = partner.public_id
    return notice


def _as_notice(
    user: User, words: Words, key: str, path: str, at: datetime, registration: Registration | None
) -> Notice:
    return Notice(
        user=user,
        key=key,
        about=registration.public_id if registration is not None else "",
        path=path,
        subject=" ".join(words.subject.split())[:250],
        words=words.text,
        act=words.act,
        facts=words.facts,
        created_at=at,
    )
