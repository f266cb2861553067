"""The people of the demo: our own, and those of some partners."""

from dataclasses import dataclass

from portal.actions.people import create_person
from portal.actors import Actor, system_actor
from portal.enums import PartnerRole, StaffRole
from portal.models import User
from suppliers.actions import memberships
from suppliers.models import Membership, Partner

PASSWORD = "accord-demo"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody with a log-in; `at` are codes of partners, empty for our own people."""

    name: str
    email: str
    role: str
    at: tuple[str, ...] = ()
    who: str = ""


STAFF = [
    Person("Alice Moreau", "alice@halden.example", StaffRole.PURCHASING_MANAGER, who="purchasing manager"),
    Person("Ben Okafor", "ben@halden.example", StaffRole.BUYER, who="buyer"),
    Person("Dana Lund", "dana@halden.example", StaffRole.ADMINISTRATOR, who="administrator"),
    Person("Erin Falk", "erin@halden.example", StaffRole.EXECUTIVE, who="executive"),
    Person("Liv Halden", "liv@halden.example", StaffRole.EXECUTIVE, who="the other executive"),
    Person("Cleo Marsh", "cleo@halden.example", StaffRole.CONTENT_EDITOR, who="content editor"),
    Person("Sven Aas", "sven@halden.example", StaffRole.STAFF_VIEWER, who="staff viewer"),
]
PARTNERS = [
    Person("Bob Brandt", "bob@brandt.example", PartnerRole.ADMIN, ("BRANDT",), "supplier, Brandt Castings"),
    Person("Maja Brandt", "maja@brandt.example", PartnerRole.EDITOR, ("BRANDT",), "his colleague, editor"),
    Person("Vera Blum", "vera@brandt.example", PartnerRole.VIEWER, ("BRANDT",), "his colleague, viewer"),
    Person(
        "Charlie Webb", "charlie@kestrel.example", PartnerRole.ADMIN, ("KESTREL",), "rival, Kestrel Forgings"
    ),
    Person(
        "Robin Vale", "robin@vale.example", PartnerRole.EDITOR, ("BRANDT", "KESTREL"), "works for both rivals"
    ),
    Person(
        "Zofia Ostrowska",
        "zofia@ostrowski.example",
        PartnerRole.ADMIN,
        ("OSTROWSKI",),
        "supplier, in a service programme",
    ),
    Person(
        "Ingrid Solli",
        "ingrid@sandvika.example",
        PartnerRole.ADMIN,
        ("SANDVIKA",),
        "supplier, Sandvika Støperi",
    ),
    Person("Paolo Lamberti", "paolo@lamberti.example", PartnerRole.ADMIN, ("LAMBERTI",), "supplier, at risk"),
    Person(
        "Nils Berg", "nils@fjordvann.example", PartnerRole.ADMIN, ("FJORDVANN",), "distributor, Fjordvann"
    ),
    Person("Amara Okoro", "amara@okoro.example", PartnerRole.ADMIN, ("OKORO",), "agent, with commission"),
]


def hire() -> dict[str, User]:
    """Make our own people; by e-mail address."""
    by = system_actor()
    return {
        person.email: create_person(
            by=by, email=person.email, name=person.name, password=PASSWORD, role=person.role
        )
        for person in STAFF
    }


def welcome(*, by: Actor) -> None:
    """Make the partners' people and let them act for their partners."""
    partners = {partner.code: partner for partner in Partner.objects.filter(code__in=_codes())}
    for person in PARTNERS:
        user = create_person(by=by, email=person.email, name=person.name, password=PASSWORD)
        for code in person.at:
            memberships.add(by=by, user=user, partner=partners[code], role=person.role)


def _codes() -> set[str]:
    return {code for person in PARTNERS for code in person.at}


def member(code: str, email: str) -> Actor:
    """Somebody acting for their partner."""
    found = Membership.objects.select_related("user", "partner").get(partner__code=code, user__email=email)
    return Actor(user=found.user, membership=found)
