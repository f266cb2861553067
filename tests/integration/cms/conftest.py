import pytest

from cms.models import HomePage, MissionPage, PolicyIndexPage, PolicyPage
from portal.enums import StaffRole
from tests.factories import StaffFactory


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
