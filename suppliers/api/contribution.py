"""What partners contribute, under /api/v1/: the same figures as the page, the files and the command."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IF_NONE_MATCH, answered
from portal.api.errors import value_refused
from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.enums import PartnerKind
from suppliers.facts.contribution import Span, extent
from suppliers.facts.ranking import ranking
from suppliers.models.ledger import PROFIT_READERS
from suppliers.presenters.contribution.document import document

NAMES = ("kind", "from", "to", "currency")
_EARLIEST, _LATEST = date(1970, 1, 1), date(2199, 12, 31)
_MINOR: Schema = {"type": "integer"}
_SHARE: Schema = {"type": "string", "nullable": True, "description": "A decimal, 0.25 for 25 %."}
_ROW: Schema = {
    "type": "object",
    "properties": {
        "partner": {"type": "string", "description": "Its code."},
        "kind": {"type": "string", "enum": PartnerKind.values},
        "revenue_minor": {**_MINOR, "description": "Revenue, discount, rebate and returns."},
        "cost_minor": {**_MINOR, "description": "All the rest; negative where it costs."},
        "contribution_minor": {**_MINOR, "description": "Both together."},
        "margin": {**_SHARE, "description": "Of the net revenue; null without any."},
        "share": {**_SHARE, "description": "Of the company's total; null when that is not positive."},
        "class": {"type": "string", "enum": ["A", "B", "C", "D"]},
    },
    "required": ["partner", "kind", "revenue_minor", "cost_minor", "contribution_minor", "class"],
}
CONTRIBUTION: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": PartnerKind.values},
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "currency": {"type": "string", "description": "What all amounts are in minor units of."},
        "total_minor": {**_MINOR, "description": "All entries, each once."},
        "unattributed_minor": {**_MINOR, "description": "What names no partner of the kind."},
        "rows": {"type": "array", "items": _ROW, "description": "The highest contribution first."},
    },
    "required": ["kind", "from", "to", "currency", "total_minor", "unattributed_minor", "rows"],
}
_DAY: Schema = {"type": "string", "format": "date"}


class AnswersForProfit(ActsForSomebody):
    """For a partner there is none of it; of our people only those who answer for the profit read it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not view.actor.is_staff:
            raise Http404
        if not view.actor.has_role(*PROFIT_READERS):
            raise PermissionDenied(_("Only those who answer for the profit read this."))
        return True


_READ = extend_schema(
    operation_id="contribution_list",
    summary="What partners contribute to the profit",
    description="All partners of a kind that entries of these days name, and what names none: together "
    "they are the company's total, to the minor unit.",
    tags=["contribution"],
    parameters=[
        OpenApiParameter(
            "kind", {"type": "string", "enum": PartnerKind.values}, description="By default suppliers."
        ),
        OpenApiParameter("from", _DAY, required=True, description="The first day, from 1970 on."),
        OpenApiParameter(
            "to",
            _DAY,
            required=True,
            description="The last day, inside too; to 2199.",
        ),
        OpenApiParameter(
            "currency",
            {"type": "string", "pattern": "^[A-Z]{3}$"},
            description="Only what is booked in it, in it. By default all, in the company's.",
        ),
        IF_NONE_MATCH,
        answered("ETag", "What it says, in short.", 200, 304),
    ],
    responses={
        200: OpenApiResponse(CONTRIBUTION, "The partners, the highest contribution first."),
        304: OpenApiResponse(None, "It is still as you know it."),
    },
)


class ContributionViewSet(ActingViewSet):
    """One document, not pages of it: its rows add up. (`read`: a `list` would be described as an array.)"""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    pagination_class = None
    filter_backends = ()

    @_READ
    def read(self, request: Request) -> Response:
        check_names(request, NAMES)
        kind = request.query_params.get("kind", PartnerKind.SUPPLIER.value)
        if kind not in PartnerKind.values:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(PartnerKind.values)}
            raise value_refused("kind", kind, words)
        span = span_of(request)
        found = ranking(self.actor, kind, span, booked_in=self._currency(request))
        days = {"kind": kind, "from": span.start.isoformat(), "to": span.end.isoformat()}
        answer = days | document(found)
        if is_known(request, etag_of(answer)):
            return Response(status=304, headers={"ETag": etag_of(answer)})
        return Response(answer, headers={"ETag": etag_of(answer)})

    def _currency(self, request: Request) -> str:
        asked = request.query_params.get("currency", "")
        held = extent(self.actor)
        if asked and asked not in (held.currencies if held else ()):
            raise value_refused("currency", asked, _("No entry is booked in it."))
        return asked


def span_of(request: Request) -> Span:
    """The days of `from` and `to`, both inside; anything else is refused by its name."""
    days = []
    for name in ("from", "to"):
        text = request.query_params.get(name, "")
        try:
            days.append(date.fromisoformat(text))
        except ValueError as error:
            raise value_refused(name, text, _("Write it as 2026-10-16.")) from error
    if not _EARLIEST <= days[0] <= days[1] <= _LATEST:
        words = _("The first day comes before the last, and both lie between 1970 and 2199.")
        raise value_refused("to", days[1].isoformat(), words)
    return Span(*days)
