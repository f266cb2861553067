"""Which partners and registrations may be the same firm as one that registered."""

from collections import defaultdict
from dataclasses import dataclass

from portal.actors import Actor
from suppliers.engine.likeness import Firm, Why, firm, reasons
from suppliers.enums import RegistrationState
from suppliers.models import Contact, Membership, Partner, Registration


@dataclass(frozen=True)
class Likeness:
    """One that may be the same, and why."""

    partner: Partner | None
    registration: Registration | None
    why: tuple[Why, ...]


def lookalikes(actor: Actor, registration: Registration) -> list[Likeness]:
    """The likeliest first: five queries, whatever the number of partners."""
    wanted = _of_registration(registration)
    emails = _emails_by_partner(actor)
    found = [
        Likeness(partner.merged_into or partner, None, why)
        for partner in Partner.objects.for_actor(actor).select_related("merged_into").order_by("name", "pk")
        if (why := reasons(wanted, _of_partner(partner, tuple(emails[partner.pk]))))
    ]
    others = Registration.objects.for_actor(actor).exclude(pk=registration.pk)
    confirmed = others.exclude(state=RegistrationState.UNCONFIRMED).order_by("-registered_at", "pk")
    found += [
        Likeness(None, other, why) for other in confirmed if (why := reasons(wanted, _of_registration(other)))
    ]
    return sorted(_once(found), key=lambda one: (Why.TAX_ID not in one.why, -len(one.why)))


def _once(found: list[Likeness]) -> list[Likeness]:
    """A partner that is found by other names of it too stands once, with all of why."""
    known: dict[tuple[str, int], Likeness] = {}
    for one in found:
        row = one.partner or one.registration
        key = (type(row).__name__, row.pk if row is not None else 0)
        before = known.get(key)
        why = tuple(dict.fromkeys((*(before.why if before else ()), *one.why)))
        known[key] = Likeness(one.partner, one.registration, why)
    return list(known.values())


def _emails_by_partner(actor: Actor) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    contacts = Contact.objects.for_actor(actor).exclude(email="").values_list("partner_id", "email")
    people = Membership.objects.for_actor(actor).values_list("partner_id", "user__email")
    for pk, email in (*contacts, *people):
        found[pk].append(email)
    return found


def _of_partner(partner: Partner, emails: tuple[str, ...]) -> Firm:
    return firm(
        names=(partner.name, partner.legal_name),
        tax_id=partner.tax_id,
        emails=(partner.email, *emails),
        website=partner.website,
    )


def _of_registration(one: Registration) -> Firm:
    return firm(names=(one.name, one.legal_name), tax_id=one.tax_id, emails=(one.email,), website=one.website)
