"""What reliability is worth: the safety stock that a lead time and its spread ask for.

Source: the classical formula for demand and lead time that vary independently, z x sqrt(L x sd_d^2 +
d^2 x sd_L^2); see docs/numbers.md.
"""

from decimal import Decimal, localcontext

# Nineteen of twenty cycles are served from stock.
Z_95 = Decimal("1.6449")


def safety_stock(
    demand: Decimal, demand_sd: Decimal, lead: Decimal, lead_sd: Decimal, *, z: Decimal = Z_95
) -> Decimal:
    """Units to keep. `demand` and its deviation are per day, `lead` and its deviation are days; exact.

    Raises ValueError for anything below 0: no stock follows from it.
    """
    if min(demand, demand_sd, lead, lead_sd, z) < 0:
        raise ValueError("A safety stock follows from demand, days and spreads of 0 or more.")
    with localcontext(prec=40):
        return z * (lead * demand_sd**2 + demand**2 * lead_sd**2).sqrt()
