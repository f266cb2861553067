"""Whose acts on the line's page are not taken."""

import pytest

from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from suppliers.models import ShipNotice
from tests.factories import LineFactory, OrderFactory, StaffFactory
from tests.integration.suppliers.commitments.conftest import ASKED
from tests.integration.suppliers.commitments.line_page.conftest import rows

PARTNERS = ("accept", "keep", "promise", "reject", "withdraw", "ship", "skip", "unskip")
OURS = ("take", "counter", "decline", "agree", "noted")


class TestWhoMayNot:
    @pytest.mark.parametrize("act", PARTNERS + OURS)
    def test_a_rival_finds_nothing(self, post, charlie, line, act):
        assert post(charlie, act, **rows(act, (100, ASKED))).status_code == 404
        assert not line.promises.exists()

    @pytest.mark.parametrize("act", PARTNERS)
    def test_who_only_looks(self, post, viewer, line, act):
        assert post(viewer, act, **rows(act, (100, ASKED))).status_code == 403
        assert not line.promises.exists()

    @pytest.mark.parametrize("act", OURS)
    def test_a_partner_does_not_decide_for_us(self, post, bob, line, proposed, act):
        assert post(bob, act, **rows(act, (100, ASKED))).status_code == 403
        assert line.promises.count() == 1

    @pytest.mark.parametrize("act", PARTNERS)
    def test_staff_do_not_answer_as_the_partner(self, post, alice, line, act):
        assert post(alice, act, **rows(act, (100, ASKED))).status_code == 403
        assert not line.promises.exists()

    @pytest.mark.parametrize("act", OURS)
    def test_staff_who_only_look(self, post, line, proposed, act):
        executive = StaffFactory(role=StaffRole.EXECUTIVE)
        assert post(executive, act, **rows(act, (100, ASKED))).status_code == 403
        assert line.promises.count() == 1

    def test_a_notice_of_another_line(self, post, bob, kestrel, line):
        other = LineFactory(order=OrderFactory(partner=kestrel))
        foreign = ShipNotice.objects.create(
            line=other, partner=kestrel, number="K", shipped_on=ASKED, quantity=SCALE
        )
        assert post(bob, "unship", foreign.public_id).status_code == 404
        assert ShipNotice.objects.count() == 1
