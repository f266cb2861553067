"""Cost: what is paid against the standard, and what trouble adds to it. For our people only."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

KPIS = (
    Kpi(
        "price_variance",
        Source.PRICED_RECEIPTS,
        Unit.MONEY,
        Statistic.TOTAL,
        "variance_minor",
        higher_is_better=False,
        graded_by="receipts",
        is_shared=False,
        definition=gettext_noop(
            "Unit price of the order line less its standard price, times the quantity received, accepted or "
            "not; more than 0 is unfavourable. In the company's currency, by the last rate on or before the "
            "day of the receipt, each receipt rounded to the cent. An order without a currency is in the "
            "company's. Receipts of lines without both prices, and in a currency that had no rate yet, stay "
            "out: n tells how many counted."
        ),
        period=gettext_noop("the day of the receipt"),
        example=gettext_noop("100 pieces at 12.50, the standard is 12.00: 50.00 too dear."),
    ),
    Kpi(
        "cost_index",
        Source.PURCHASE_COSTS,
        Unit.INDEX,
        Statistic.RATIO,
        "cost_minor",
        "purchase_minor",
        higher_is_better=False,
        graded_by="rows",
        is_shared=False,
        definition=gettext_noop(
            "Purchase cost and the non-performance cost booked on top of it, divided by the purchase cost: 1 "
            "is perfect. The purchase cost is quantity received times unit price, in the company's currency "
            "by the rate of the day. Non-performance cost are the ledger entries of the kinds quality, "
            "expedite and returns that name the supplier; what it pays back lowers them. Without a purchase "
            "there is no data. Nothing is estimated, and excused lines were bought all the same."
        ),
        period=gettext_noop("the day of the receipt; the date of the entry"),
        example=gettext_noop("5,000 pieces at 190 and 558,900 of trouble: 1,508,900 ÷ 950,000 = 1.5883."),
    ),
)
