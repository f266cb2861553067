from datetime import date

import pytest
import time_machine

from cms.enums import Audience, ChangeKind
from tests.texts import SECTIONS, publish, write

GATE = ("When the clock starts", "<p>Terms count from the day the goods are at our gate.</p>")
PHONE = ("If we are late", "<p>We say so and pay interest if you ask for it. Call 10.</p>")
TODAY = date(2026, 10, 5)


@pytest.fixture
def today():
    """A Monday in October."""
    with time_machine.travel("2026-10-05T09:00:00Z", tick=False):
        yield TODAY


@pytest.fixture
def paying(erin, dana):
    """For suppliers: 1 and 1.1 are past, 2 holds, 3 comes on 1 November and is for everybody."""
    page = write(keeper=erin, audience=Audience.PARTNERS, kinds=",supplier,", in_force_from=date(2025, 2, 1))
    publish(page, date(2025, 1, 20), by=erin)
    publish(
        page, date(2025, 3, 12), points=[*SECTIONS[:2], PHONE],
        change=ChangeKind.EDITORIAL, reason="a new telephone number",
    )  # fmt: skip
    publish(
        page, date(2026, 1, 1), points=[SECTIONS[0], GATE, PHONE], in_force_from=date(2026, 1, 1),
        change=ChangeKind.MATERIAL, reason="41 of 61 late invoices waited for inspection.", by=dana,
    )  # fmt: skip
    publish(
        page, date(2026, 10, 1), title="Paying sooner", summary="Sooner than ever", audience=Audience.PUBLIC,
        kinds="", points=[SECTIONS[0], GATE, ("If we are late", "<p>Interest unasked, Comingword.</p>")],
        in_force_from=date(2026, 11, 1), reason="Nobody liked to ask, Comingword.",
    )  # fmt: skip
    page.refresh_from_db()
    return page
