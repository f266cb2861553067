"""Working calendars under /api/v1/: staff read them, administrators and purchasing managers keep them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.actions.saving import StaleSave
from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.actions import calendars
from suppliers.actions.calendars import MOST_HOLIDAYS, CalendarRefused
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.rows import RowsViewSet
from suppliers.models import Calendar
from suppliers.models.calendar import usual_weekend
from suppliers.permissions import can_see_directory, check_can_keep_calendars

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMES = ("name", "sites", "weekend", "holidays")
LONGEST = {"name": 100, "sites": 200}
_MOST_SITES = 500
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST["name"]}
_VALUES: dict[str, Schema] = {
    "name": _TEXT,
    "sites": {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": LONGEST["sites"]},
        "maxItems": _MOST_SITES,
        "description": "As the ship-to of order lines names them. Empty: all that no other calendar names.",
    },
    "weekend": {
        "type": "array",
        "items": {"type": "string", "enum": list(WEEKDAYS)},
        "maxItems": 6,
        "description": "Days off in every week.",
    },
    "holidays": {
        "type": "array",
        "items": {"type": "string", "format": "date"},
        "maxItems": MOST_HOLIDAYS,
    },
}
CALENDAR: Schema = {
    "type": "object",
    "properties": {"public_id": PUBLIC_ID, **_VALUES},
    "required": ["public_id", *NAMES],
}
CREATE: Schema = {
    "type": "object",
    "properties": _VALUES,
    "required": ["name"],
    "additionalProperties": False,
}
CHANGE: Schema = {"type": "object", "properties": _VALUES, "additionalProperties": False}
_ETAG = "What it says, in short: send it as If-Match to change exactly this."


class KeepsCalendars(ActsForSomebody):
    """For a partner there are none; content editors read nothing of partners."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        view.only_staff()
        if not can_see_directory(view.actor):
            raise PermissionDenied(_("Your role reads nothing of partners."))
        return True


@extend_schema_view(
    list=extend_schema(
        operation_id="calendars_list",
        summary="Working calendars",
        description="On which days our sites receive: windows in working days count by them.",
        tags=["calendars"],
        parameters=PAGING,
        responses={200: OpenApiResponse(CALENDAR, "A page of calendars.")},
    ),
    retrieve=extend_schema(
        operation_id="calendars_get",
        summary="One calendar",
        description="By its public id.",
        tags=["calendars"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
        responses={
            200: OpenApiResponse(CALENDAR, "The calendar."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="calendars_create",
        summary="Add a calendar",
        description="Without days off in a week: Saturday and Sunday. A site has one calendar.",
        tags=["calendars"],
        request={JSON: CREATE},
        parameters=[
            IDEMPOTENCY_KEY,
            answered("ETag", _ETAG, 201),
            answered("Location", "The address of the calendar.", 201),
        ],
        responses={201: OpenApiResponse(CALENDAR, "The calendar that was added.")},
    ),
    partial_update=extend_schema(
        operation_id="calendars_change",
        summary="Change a calendar",
        description="What is left out stays. Figures of open periods follow at once.",
        tags=["calendars"],
        request={JSON: CHANGE},
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH, answered("ETag", _ETAG, 200)],
        responses={200: OpenApiResponse(CALENDAR, "The calendar as it stands now.")},
    ),
)
class CalendarViewSet(RowsViewSet):
    """Rows found by their public id. One is removed on its page, which says what holds then."""

    permission_classes = [HasScope, KeepsCalendars]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE
    model = Calendar

    def as_json(self, row: Calendar) -> dict[str, Any]:
        return as_json(row)

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        check_can_keep_calendars(self.actor)
        usual = {"name": "", "sites": "", "weekend": usual_weekend(), "holidays": []}
        facts = usual | _facts(request.data)
        try:
            row = calendars.create(by=self.actor, facts=facts)
        except CalendarRefused as refusal:
            raise _refused(refusal, facts) from refusal
        address = reverse("suppliers-api:calendars-detail", [row.public_id], request=request)
        return self.answer(row, {"Location": address}, status=201)

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.find(public_id)
        check_can_keep_calendars(self.actor)
        current = as_json(row)
        check_match(request, etag_of(current), current)
        changes = _facts(request.data)
        try:
            calendars.edit(by=self.actor, calendar=row, version=row.version, changes=changes)
        except CalendarRefused as refusal:
            raise _refused(refusal, changes) from refusal
        except StaleSave as stale:
            raise Refused(str(stale), code=412, current=as_json(self.find(public_id))) from stale
        return self.answer(row)


def as_json(row: Calendar) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "name": row.name,
        "sites": row.site_list,
        "weekend": [WEEKDAYS[day] for day in sorted(row.weekend)],
        "holidays": row.holidays,
    }


def _facts(data: Any) -> dict[str, Any]:
    """As the action takes them; only what was sent. Raises a 400 that names what it does not understand."""
    given = Given(data, NAMES)
    facts: dict[str, Any] = {}
    if "name" in given.data:
        facts["name"] = given.text("name", required=True).strip()
        _check_length(given, "name", facts["name"])
    if "sites" in given.data:
        facts["sites"] = "\n".join(dict.fromkeys(_site(given, site) for site in _list(given, "sites")))
    if "weekend" in given.data:
        facts["weekend"] = sorted({_weekday(given, day) for day in _list(given, "weekend")})
    if "holidays" in given.data:
        days = {given.date("holidays", day) for day in _list(given, "holidays")}
        facts["holidays"] = [day.isoformat() for day in sorted(days)]
    return facts


def _list(given: Given, name: str) -> list[Any]:
    value = given.get(name)
    if not isinstance(value, list):
        raise given.refused(name, value, _("It is a list."))
    most = {"sites": _MOST_SITES, "holidays": MOST_HOLIDAYS}.get(name, len(WEEKDAYS))
    if len(value) > most:
        raise given.refused(name, len(value), _("It is a list of at most %(most)s.") % {"most": most})
    return value


def _site(given: Given, value: Any) -> str:
    site = Given({"sites": value}, ("sites",)).text("sites", required=True).strip()
    _check_length(given, "sites", site)
    if len(site.splitlines()) != 1:
        raise given.refused("sites", site, _("A site is one line of text."))
    return site


def _check_length(given: Given, name: str, value: str) -> None:
    if len(value) > LONGEST[name]:
        words = _("It has at most %(most)s characters.") % {"most": LONGEST[name]}
        raise given.refused(name, value, words)


def _weekday(given: Given, value: Any) -> int:
    if value not in WEEKDAYS:
        words = _("It is one of: %(words)s.") % {"words": ", ".join(WEEKDAYS)}
        raise given.refused("weekend", value, words)
    return WEEKDAYS.index(value)


def _refused(refusal: CalendarRefused, facts: dict[str, Any]) -> Refused:
    return value_refused(refusal.field, facts.get(refusal.field, ""), str(refusal))
