"""Quality: what was good of what came, and the papers for it."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

KPIS = (
    Kpi(
        "rejected_ppm",
        Source.RECEIPTS,
        Unit.PPM,
        Statistic.RATIO,
        "rejected",
        "received",
        higher_is_better=False,
        graded_by="receipts",
        definition=gettext_noop("Rejected of received quantity, times a million."),
        period=gettext_noop("the day of the receipt"),
        example=gettext_noop("1 of 10,000 pieces rejected: 100."),
    ),
    Kpi(
        "accepted_rate",
        Source.RECEIPTS,
        Unit.SHARE,
        Statistic.RATIO,
        "accepted",
        "received",
        graded_by="receipts",
        definition=gettext_noop("Accepted of received quantity."),
        period=gettext_noop("the day of the receipt"),
        example=gettext_noop("9,999 of 10,000 pieces accepted: 0.9999."),
    ),
    Kpi(
        "documents_valid",
        Source.DOCUMENTS,
        Unit.SHARE,
        Statistic.RATIO,
        "valid",
        graded_by="documents",
        definition=gettext_noop(
            "Certificates and other documents of the partner that are valid on the as-of day, of all it has. "
            "A document is valid up to and on the day it expires; without such a day it always is. One that "
            "has expired counts no longer once another of its type is valid."
        ),
        period=gettext_noop("none: it is the state on the as-of day"),
        example=gettext_noop(
            "ISO 9001 is valid, the insurance expired last week: 0.5. Once it is renewed: 1."
        ),
    ),
)
