"""Rows for tests, as small as they can be. Quantities are given in whole units and scaled here."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

import factory

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from portal.enums import Channel, PartnerRole, StaffRole
from portal.models import User
from suppliers.actions.judging import stand_lines
from suppliers.enums import PartnerKind, PromiseEvent
from suppliers.models import Contact, Membership, Order, OrderLine, Partner, Promise, PromisePart, Receipt

PASSWORD = "accord-demo"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save(update_fields=["password"])


class StaffFactory(UserFactory):
    role = StaffRole.PURCHASING_MANAGER


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    kind = PartnerKind.SUPPLIER
    code = factory.Sequence(lambda n: f"P{n:04d}")
    name = factory.Sequence(lambda n: f"Partner {n}")


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = PartnerRole.ADMIN


class OrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Order

    partner = factory.SubFactory(PartnerFactory)
    number = factory.Sequence(lambda n: f"45{n:05d}")
    ordered_on = date(2026, 8, 3)


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrderLine
        skip_postgeneration_save = True

    order = factory.SubFactory(OrderFactory)
    partner = factory.SelfAttribute("order.partner")
    number = factory.Sequence(lambda n: str(10 * (n + 1)))
    item_code = "PH-40"
    description = "Pump housing"
    quantity = 100 * SCALE
    requested_on = date(2026, 9, 10)

    @factory.post_generation
    def standing(self, create, extracted, **kwargs):
        stand(self)


_judged_later = ContextVar("_judged_later", default=False)


@contextmanager
def judged_later():
    """Lines and their facts that are made here stand nowhere yet: to judge them all says it at once."""
    before = _judged_later.set(True)
    try:
        yield
    finally:
        _judged_later.reset(before)


def stand(*lines):
    """After a fact of theirs was changed past the actions."""
    if not _judged_later.get():
        stand_lines(by=system_actor(), line_ids=[line.pk for line in lines])


def promise(line, on, quantity=None, *, at=None, event=PromiseEvent.CONFIRM, reason="", voids=None, **more):
    """One promise with one part; `quantity` in whole units, default the line's. `more` fields as they are."""
    made = Promise.objects.create(
        line=line,
        partner=line.partner,
        event=event,
        made_at=at or datetime(2026, 8, 4, 9, tzinfo=UTC),
        channel=Channel.PAGE,
        reason=reason,
        voids=voids,
        **more,
    )
    if event not in (PromiseEvent.REJECT, PromiseEvent.VOID, PromiseEvent.DECLINE, PromiseEvent.AGREE):
        PromisePart.objects.create(
            promise=made, promised_on=on, quantity=line.quantity if quantity is None else quantity * SCALE
        )
    stand(line)
    return made


def receipt(line, on, accepted=None, rejected=0, *, number=None):
    """One receipt; quantities in whole units, default all of the line accepted."""
    made = Receipt.objects.create(
        line=line,
        partner=line.partner,
        number=number or f"R{Receipt.objects.count() + 1}",
        received_on=on,
        accepted_quantity=line.quantity if accepted is None else accepted * SCALE,
        rejected_quantity=rejected * SCALE,
    )
    stand(line)
    return made
