"""The last year as a question about the next one needs it: of a partner, its rivals and the company.

A fixed number of queries. Minor units of the company's currency, signed as the profit sees them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from portal.actors import Actor
from suppliers.engine.contribution import Figures, groups, non_performance, to_decimal
from suppliers.enums import EntryRole
from suppliers.facts.contribution import Span, company, sums
from suppliers.facts.trouble import estimates
from suppliers.models import Partner
from suppliers.registry import Measure, measures


@dataclass(frozen=True)
class Year:
    """`others_margin`: contribution by net revenue of all others in the same role; None without revenue.

    `estimated`: what trouble cost by rates, negative, never part of a contribution.
    """

    whole: Figures
    own: Figures
    others_margin: Decimal | None
    booked: int
    estimated: int
    otif: Measure | None


def year_of(actor: Actor, partner: Partner, span: Span, today: date) -> Year:
    """Of one partner."""
    found = sums(actor, EntryRole.of(partner.kind), span)
    own = found.pop(partner.pk, {})
    others = [groups(kinds) for kinds in found.values()]
    revenue = sum(one.net_revenue for one in others)
    kept = sum(one.contribution for one in others)
    guessed = estimates(actor, span.start, span.end, today, [partner.pk]).get(partner.pk, 0)
    return Year(
        whole=groups(company(actor, span)),
        own=groups(own),
        others_margin=to_decimal(Fraction(kept, revenue)) if revenue > 0 else None,
        booked=non_performance(own),
        estimated=-abs(guessed),
        otif=measures("otif", actor, [partner.pk], span.start, span.end).get(partner.pk),
    )


def agents_of(actor: Actor, span: Span) -> tuple[Figures, int]:
    """(the company, the net revenue that names an agent)."""
    found = sums(actor, EntryRole.AGENT, span)
    return groups(company(actor, span)), sum(groups(kinds).net_revenue for kinds in found.values())
