"""A template in the editor, as a browser holds it."""

import pytest

from tests.factories import PartnerFactory


def typed(editor, **changes):
    """What a browser sends of this form; `changes` by name (lines-0-weight ...)."""
    data = dict(editor.raw_head)
    for part, rows in editor.rows.items():
        for place, row in enumerate(rows):
            data |= {f"{part}-{place}-{name}": value for name, value in row.items()}
    return {**data, "removed": editor.removed, **changes}


@pytest.fixture
def edit_url(template):
    return f"/scorecards/templates/{template.public_id}/edit/"


@pytest.fixture
def opened(login, alice, edit_url):
    """`opened(**changes)`: what Alice's browser would send of the editor of the shipped template."""

    def make(**changes):
        return typed(login(alice).get(edit_url).context["editor"], **changes)

    return make


@pytest.fixture
def quarter(deliver, monkeypatch):
    """Ten partners with six lines each due in September 2026, some of them late; it is 20 November."""
    from datetime import date

    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 20))
    partners = [PartnerFactory(name=f"Partner {number:02d}") for number in range(10)]
    for number, partner in enumerate(partners):
        deliver(partner, [3] * min(number, 6) + [0] * (6 - min(number, 6)))
    return partners
