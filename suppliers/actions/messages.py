"""UBL messages: who the parties of one that comes in are, and the answer to an order that goes out."""

import datetime as dt
import hashlib
from dataclasses import replace

from django.conf import settings
from django.db.models import F, Prefetch, Q, Value
from django.db.models.functions import Replace, Upper
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.engine.scaled import from_scaled
from suppliers.enums import PROMISING, LineStatus, PromiseEvent
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused, shown
from suppliers.imports.ubl.answers import Asked, Said, answer_to, answered_on
from suppliers.imports.ubl.names import BY_MAIL, vat_scheme
from suppliers.imports.ubl.parties import ROLES, Identifier, Party
from suppliers.imports.ubl.response import OrderResponse, ResponseParty, order_response
from suppliers.models import Order, OrderLine, Partner, Promise

_NO_IDENTIFIERS = gettext_noop(
    "The %(role)s is %(party)s. Whether that is us nobody can say: COMPANY_IDENTIFIERS is not set."
)


class MessageRefused(Exception):
    """A message cannot be written; says what is missing and where it is added."""


def our_identifiers() -> list[Identifier]:
    """What we are called in messages, the one for our own address first."""
    return [Identifier.parse(text) for text in settings.COMPANY_IDENTIFIERS]


class KnownParties:
    """The company and its partners, as far as `by` may know them: a partner hears of no other partner."""

    def __init__(self, by: Actor) -> None:
        self.by = by

    def check_is_us(self, party: Party) -> None:
        ours = our_identifiers()
        role = ROLES[party.role]
        if not ours:
            raise FileRefused(say(_NO_IDENTIFIERS, role=role, party=shown(party)))
        if not any(given.fits(known) for given in party.identifiers for known in ours):
            raise FileRefused(
                say(
                    gettext_noop("The %(role)s is %(party)s, not us: we are %(company)s (%(ours)s)."),
                    role=role,
                    party=shown(party),
                    company=settings.COMPANY_NAME,
                    ours=", ".join(map(str, ours)),
                )
            )

    def code_of(self, party: Party) -> str:
        """Partners are known by their code or tax number; an alias is the partner it was merged into."""
        wanted = {identifier.compact for identifier in party.identifiers} - {""}
        found = self._partners(wanted)
        role = ROLES[party.role]
        if len(found) > 1:
            names = ", ".join(sorted(partner.name for partner in found))
            message = gettext_noop("The %(role)s %(party)s fits several partners: %(names)s.")
            raise FileRefused(say(message, role=role, party=shown(party), names=names))
        if found:
            return found[0].code
        if self.by.membership is not None:
            message = gettext_noop("The %(role)s is %(party)s, and you act for %(partner)s.")
            partner = self.by.membership.partner.name
            raise FileRefused(say(message, role=role, party=shown(party), partner=partner))
        raise FileRefused(
            say(
                gettext_noop(
                    "The %(role)s %(party)s is no partner of ours: none has such a code or tax number. Add "
                    "it to the partner, or the partner to the directory."
                ),
                role=role,
                party=shown(party),
            )
        )

    def _partners(self, wanted: set[str]) -> list[Partner]:
        """Without doubles: an alias counts as its survivor."""
        mine = Partner.objects.all() if self.by.is_staff else Partner.objects.for_actor(self.by)
        aliases = Q(merged_into__in=mine.values("pk"))
        rows = (
            Partner.objects.filter(Q(pk__in=mine.values("pk")) | aliases)
            .annotate(
                plain_code=Upper(Replace(F("code"), Value(" "), Value(""))),
                plain_tax=Upper(Replace(F("tax_id"), Value(" "), Value(""))),
            )
            .filter(Q(plain_code__in=wanted) | Q(plain_tax__in=wanted))
        )
        known = {partner.merged_into or partner for partner in rows.select_related("merged_into")}
        return sorted(known, key=lambda partner: partner.pk)


def response_to(*, by: Actor, order: Order) -> bytes:
    """The order response (T76) of an order that `by` may see: what is in force now.

    Raises MessageRefused when a party has no electronic address.
    """
    lines = [_asked(line) for line in _lines(by, order)]
    if not lines:
        raise MessageRefused(_("Order %(order)s has not been sent yet.") % {"order": order.number})
    response = OrderResponse(
        number="",
        issued_on=answered_on(lines) or _sent_on(order),
        order_number=order.number,
        currency=order.currency or settings.COMPANY_CURRENCY,
        seller=_seller(order.partner),
        buyer=_buyer(),
        answer=answer_to(lines),
    )
    # Another content is another response, and the same one is the same.
    digest = hashlib.sha256(order_response(response)).hexdigest()[:8]
    return order_response(replace(response, number=f"{order.number}-{digest}"))


def _lines(by: Actor, order: Order) -> list[OrderLine]:
    said = Promise.objects.in_force().filter(event__in=PROMISING)
    said = said.exclude(answered_by__event=PromiseEvent.DECLINE)
    promises = said.order_by("made_at", "pk").prefetch_related("parts")
    lines = (
        OrderLine.objects.for_actor(by)
        .filter(order=order)
        .exclude(status=LineStatus.DRAFT)
        .prefetch_related(Prefetch("promises", promises), "receipts")
    )
    return sorted(lines, key=lambda line: (int(line.number) if line.number.isdecimal() else 0, line.number))


def _asked(line: OrderLine) -> Asked:
    received = sum(one.accepted_quantity + one.rejected_quantity for one in line.receipts.all())
    return Asked(
        number=line.number,
        name=line.description,
        item_code=line.item_code,
        quantity=from_scaled(line.quantity),
        unit=line.unit,
        requested_on=line.requested_on,
        price=None if line.unit_price is None else from_scaled(line.unit_price),
        status=line.status,
        status_reason=line.status_reason,
        received=from_scaled(received),
        said=tuple(_said(promise) for promise in line.promises.all()),
    )


def _said(promise: Promise) -> Said:
    return Said(
        event=promise.event,
        on=_local_day(promise.made_at),
        parts=tuple((part.promised_on, from_scaled(part.quantity)) for part in promise.parts.all()),
        reason=promise.reason,
        price=None if promise.price is None else from_scaled(promise.price),
    )


def _sent_on(order: Order) -> dt.date:
    """An answer that nobody gave yet is dated like the order."""
    return _local_day(order.sent_at) if order.sent_at else order.ordered_on or _local_day(order.created_at)


def _local_day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def _seller(partner: Partner) -> ResponseParty:
    number = "".join(partner.tax_id.split())
    if scheme := vat_scheme(number):
        endpoint = Identifier(number, scheme)
    elif partner.email:
        endpoint = Identifier(partner.email, BY_MAIL)
    else:
        raise MessageRefused(
            _("%(partner)s has no electronic address: add a VAT number or an e-mail address on its page.")
            % {"partner": partner.name}
        )
    return ResponseParty(endpoint, partner.legal_name or partner.name, partner.code)


def _buyer() -> ResponseParty:
    for identifier in our_identifiers():
        if scheme := identifier.scheme or vat_scheme(identifier.compact):
            return ResponseParty(Identifier(identifier.value, scheme), settings.COMPANY_NAME)
    raise MessageRefused(
        _("We have no electronic address: set COMPANY_IDENTIFIERS, such as 0192:987654325 or a VAT number.")
    )
