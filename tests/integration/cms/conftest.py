import copy

import pytest

from cms.models import HomePage, MissionPage, PolicyIndexPage, PolicyPage
from portal.enums import StaffRole
from tests.factories import StaffFactory
from tests.world_pages import add_pages


@pytest.fixture(scope="module")
def kept_pages(once):
    """An executive, and one page of each type in their name."""

    def build():
        erin = StaffFactory(name="Erin Falk", email="erin@halden.example", role=StaffRole.EXECUTIVE)
        return erin, add_pages(erin)

    return once(build)


@pytest.fixture
def site(db, kept_pages):
    """(executive, pages) for a module that reads them, and may change them."""
    return copy.deepcopy(kept_pages)


@pytest.fixture
def home(db):
    return HomePage.objects.get()


@pytest.fixture
def ed(db):
    return StaffFactory(name="Ed Lind", email="ed@halden.example", role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def mission(home):
    return home.add_child(
        instance=MissionPage(
            title="Our mission",
            lead="We keep our word.",
            intro="To everybody.",
            promises=[
                (
                    "promise",
                    {
                        "to": "partners",
                        "promise": "We pay on time.",
                    },
                )
            ],
        )
    )


@pytest.fixture
def policy(home):
    index = home.add_child(instance=PolicyIndexPage(title="Policies"))
    return index.add_child(
        instance=PolicyPage(
            title="How we pay",
            summary="When and how.",
            in_force_from="2026-01-01",
            body=[("section", {"title": "The clock", "text": "<p>Starts at our gate.</p>"})],
        )
    )
