"""Who sells for us, and of which years there is something to show."""

from datetime import date

from portal.actors import Actor
from suppliers.enums import PartnerKind
from suppliers.facts.sales import revenues
from suppliers.models import CommissionStatement, Partner, SalesTarget
from suppliers.permissions import can_see_sales

FIRST, LAST = 190001, 999912


def is_selling(actor: Actor) -> bool:
    """A person of a distributor, dealer or agent, with whom the scope allows it."""
    if actor.membership is None:
        return False
    partner: Partner = actor.membership.partner
    return partner.kind != PartnerKind.SUPPLIER and can_see_sales(actor, partner)


def years_of(actor: Actor, partner: Partner, today: date) -> list[int]:
    """The newest first, this one always: three queries."""
    years = {today.year} | {month // 100 for _pk, month in revenues(actor, [partner], FIRST, LAST)}
    aimed = SalesTarget.objects.for_actor(actor).filter(partner=partner).order_by()
    years |= set(aimed.values_list("year", flat=True).distinct())
    closed = CommissionStatement.objects.for_actor(actor).of_partners([partner.pk]).order_by()
    years |= {month // 100 for month in closed.values_list("month", flat=True)}
    return sorted(years, reverse=True)
