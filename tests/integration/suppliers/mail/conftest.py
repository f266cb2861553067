"""An order that waits, the mails about it, and the links in them. It is noon of 20 October 2026 in Oslo."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache

from portal.actions.mailing import mail_notices
from portal.enums import PartnerRole
from portal.models import OutboxMessage
from suppliers.actions.reminding import ask_orders
from tests.factories import LineFactory, MembershipFactory, OrderFactory, UserFactory

NOW = datetime(2026, 10, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon():
    """The clock stands still; attempts are counted from none."""
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, number="4500121", ordered_on=date(2026, 10, 19))


@pytest.fixture
def lines(order):
    """Three lines that wait for Brandt's first word."""
    return [
        LineFactory(order=order, number=str(10 * n), requested_on=date(2026, 11, 2 + n), unit="pcs")
        for n in (1, 2, 3)
    ]


@pytest.fixture
def carol(brandt):
    user = UserFactory(name="Carol Editor", email="carol@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.EDITOR)
    return user


@pytest.fixture
def post_mails(db):
    """`post_mails()`: asks what is to be asked and makes mails of all notices."""

    def post(now=NOW):
        ask_orders(now=now)
        return mail_notices(now)

    return post


@pytest.fixture
def path_in(db):
    """`path_in("bob@brandt.example")`: the way the newest mail to this address opens."""

    def find(email):
        text = OutboxMessage.objects.filter(to=email).latest("id").text
        return re.search(r"http://localhost:8000(/task/[^/\s]+/)", text)[1]

    return find


@pytest.fixture
def path(bob, lines, post_mails, path_in):
    """Bob's link to the order."""
    post_mails()
    return path_in(bob.email)


def agreeing(client, path, **more):
    """The form as its page gives it, with the one button that agrees to all."""
    page = client.get(path)
    return {
        **{f"{line.public_id}-seen": line.form.initial["seen"] for line in page.context["page"].lines},
        **more,
    }


def everything():
    """Every row of every table of ours and of the packages, as it stands."""
    return {
        model._meta.label: sorted(model.objects.order_by().values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.managed
    }
