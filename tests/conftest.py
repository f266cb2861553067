"""The personas, and what every test starts from."""

import copy
import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase

from portal import fonts
from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from suppliers.models import Membership
from tests import installations
from tests import world as worlds
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory

# How long one example takes says more about the machine than about the code.
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")
DATA = Path(os.environ.get("ACCORD_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.hookimpl(tryfirst=True)  # pytest-django then puts those at the end that empty the database
def pytest_collection_modifyitems(config, items):
    if connection.vendor != "sqlite":
        left = [item for item in items if not _depends_on_the_engine(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _depends_on_the_engine(item)]
    _order(items)


def pytest_collection_finish(session):
    """What the programme itself consists of stays: the collector of garbage need not look at it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _depends_on_the_engine(item):
    """Whatever reads or writes, but for what is marked: the rest was asked on SQLite."""
    if item.get_closest_marker("any_engine"):
        return False
    stored = item.get_closest_marker("django_db") or issubclass(item.cls or object, TransactionTestCase)
    return bool(stored or {"db", "django_db_setup", "installation"} & set(item.fixturenames))


def _order(items):
    """In each module those tests last that see what is built `once` for it."""
    modules = {}
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], len(modules))
    items.sort(
        key=lambda item: (
            modules[item.nodeid.partition("::")[0]],
            "once" in getattr(item, "fixturenames", ()),
        )
    )


def pytest_xdist_make_scheduler(config, log):
    from tests.sharing import OneBrowser

    return OneBrowser(config, log)


@pytest.fixture(scope="session")
def public_data():
    """The folder of the public data sets; a test that needs it is skipped, aloud, where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"the public data sets are not at {DATA}: set ACCORD_DATA")
    return DATA


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """Keeps a copy of the database that nobody has used yet: to migrate one takes most of a minute."""
    with (
        django_db_blocker.unblock(),
        installations.kept_copy(connection, tmp_path_factory.mktemp("kept")) as kept,
    ):
        yield kept


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """`once(build)` gives what build() gives, and what it wrote stays until the module's last test.

    A test that changes what it was given takes a copy: see `world`.
    """

    def make(build):
        with django_db_blocker.unblock():
            return build()

    held = transaction.atomic()
    with django_db_blocker.unblock():
        held.__enter__()
    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        held.__exit__(None, None, None)


@pytest.fixture
def own_installation(django_db_setup, tmp_path):
    """The environment of an installation of its own, for real processes."""
    with installations.own_installation(tmp_path, django_db_setup) as environment:
        yield environment


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What one test has cached says nothing to the next."""
    yield
    cache.clear()


@pytest.fixture
def alice(db):
    return StaffFactory(name="Alice Moreau", email="alice@halden.example", role=StaffRole.PURCHASING_MANAGER)


@pytest.fixture
def dana(db):
    return StaffFactory(name="Dana Lund", email="dana@halden.example", role=StaffRole.ADMINISTRATOR)


@pytest.fixture
def erin(db):
    return StaffFactory(name="Erin Falk", email="erin@halden.example", role=StaffRole.EXECUTIVE)


@pytest.fixture
def brandt(alice):
    return PartnerFactory(code="BRANDT", name="Brandt Castings", owner=alice)


@pytest.fixture
def kestrel(alice):
    return PartnerFactory(code="KESTREL", name="Kestrel Forgings", owner=alice)


@pytest.fixture
def bob(brandt):
    user = UserFactory(name="Bob Brandt", email="bob@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.ADMIN)
    return user


@pytest.fixture
def viewer(brandt):
    """Vera only looks, for Brandt."""
    user = UserFactory(name="Vera Brandt", email="vera@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.VIEWER)
    return user


@pytest.fixture
def charlie(kestrel):
    user = UserFactory(name="Charlie Webb", email="charlie@kestrel.example")
    MembershipFactory(user=user, partner=kestrel, role=PartnerRole.ADMIN)
    return user


@pytest.fixture
def both(brandt, kestrel):
    """A person who belongs to two rivals; Brandt first."""
    user = UserFactory(name="Robin Both", email="robin@both.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.EDITOR)
    MembershipFactory(user=user, partner=kestrel, role=PartnerRole.EDITOR)
    return user


@pytest.fixture
def actor_of(db):
    """`actor_of(user, partner=None)`: the actor, for one of the user's partners when they have any."""

    def make(user, partner=None):
        memberships = Membership.objects.filter(user=user).select_related("partner")
        if partner is not None:
            memberships = memberships.filter(partner=partner)
        return Actor(user=user, membership=None if user.role else memberships.first())

    return make


@pytest.fixture
def login(client):
    """`login(user)` returns a client in which this user is logged in."""

    def enter(user, partner=None):
        client.force_login(user)
        if partner is not None:
            session = client.session
            session["active_partner"] = partner.public_id
            session.save()
        return client

    return enter


@pytest.fixture(scope="session")
def built_fonts():
    """The fonts that a PDF is set in."""
    fonts.build(django_settings.BUILT_STATIC)


@pytest.fixture(scope="module")
def kept_world(once, built_fonts):
    return once(worlds.build)


@pytest.fixture
def world(db, kept_world):
    """Two rivals with one of everything: see tests/world.py."""
    return copy.deepcopy(kept_world)
