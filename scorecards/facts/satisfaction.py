"""What partners say of us: one figure for all of them together, or none."""

from decimal import Decimal

from portal.clocks import local_day
from scorecards.engine.figures import Figure
from scorecards.enums import SurveyKind
from scorecards.facts.scope import Scope
from scorecards.facts.surveys import pooled
from scorecards.models import SurveyRun

_NO_DATA = Figure(None, Decimal(0), Decimal(0), 0, 0)


def partner_satisfaction(scope: Scope) -> Figure:
    """Of the newest survey about the span that was over by the as-of day; n counts partners.

    No data where only some partners are asked about: two such figures would tell the answer of one. An as-of
    day in the future knows no more than today: while a run is open nobody reads how it stands.
    """
    if scope.partners is not None or scope.kind or scope.segment:
        return _NO_DATA
    known_on = min(scope.as_of, local_day())
    run = (
        SurveyRun.objects.filter(
            survey__kind=SurveyKind.CUSTOMER,
            starts_on__gte=scope.start,
            ends_on__lte=scope.end,
            closes_on__lt=known_on,
        )
        .select_related("survey")
        .order_by("-ends_on", "-closes_on", "-pk")
        .first()
    )
    found = None if run is None else pooled(run, today=known_on)
    if found is None or found.mean is None:
        return _NO_DATA
    return Figure(found.mean, None, Decimal(found.n), found.n, 0)
