"""Working calendars: staff see on which days our sites receive, managers keep them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.views.base import DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import calendars
from suppliers.facts.sites import known_sites, open_lines_to
from suppliers.filters_calendars import CalendarFilters
from suppliers.forms import VersionedForm
from suppliers.forms_calendars import CalendarForm
from suppliers.models import Calendar
from suppliers.permissions import READERS, can_keep_calendars, check_can_keep_calendars
from suppliers.presenters.calendars import change_words, sites_words, uses_words, weekend_words, years
from suppliers.registry import calendar_uses
from suppliers.tables_calendars import CalendarTable
from suppliers.views.editing import EditPage, FormPage


class CalendarListPage(StaffMixin, ListPage):
    """All calendars."""

    roles = READERS
    model = Calendar
    table_class = CalendarTable
    filterset_class = CalendarFilters
    template_name = "suppliers/calendars/list.html"
    export_name = "calendars"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=can_keep_calendars(self.actor), **kwargs)


class CalendarPage(StaffMixin, DetailPage):
    """One calendar: its days, and what counts in them."""

    roles = READERS
    model = Calendar
    template_name = "suppliers/calendars/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "may_keep": can_keep_calendars(self.actor),
            "sites": sites_words(self.object),
            "weekend": weekend_words(self.object),
            "years": years(self.object),
            "uses": uses_words(calendar_uses(), open_lines_to(self.object)),
        }


class _CalendarForm(FormPage):
    """The form with the sites we know, and what a change does."""

    form_class = CalendarForm
    template_name = "suppliers/calendars/form.html"

    def check(self) -> None:
        check_can_keep_calendars(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known=known_sites(), change=change_words(), **kwargs)


class CalendarNewPage(StaffMixin, _CalendarForm):
    roles = READERS
    success_message = gettext_lazy("Saved. Windows in working days count by it from now on.")

    def save(self, form: VersionedForm) -> str:
        made = calendars.create(by=self.actor, facts=form.facts)
        return reverse("suppliers:working_calendar", args=[made.public_id])


class CalendarEditPage(StaffMixin, _CalendarForm, EditPage):
    roles = READERS
    model = Calendar
    success_message = gettext_lazy("Saved. Windows in working days count by it from now on.")

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        calendars.edit(by=self.actor, calendar=self.object, version=version, changes=form.facts)
        return reverse("suppliers:working_calendar", args=[self.object.public_id])


class CalendarRemovePage(StaffMixin, DetailPage):
    """Asks first, and says what holds then."""

    roles = READERS
    model = Calendar
    template_name = "suppliers/calendars/remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check_can_keep_calendars(self.actor)
        context = super().get_context_data(**kwargs)
        return context | {
            "sites": sites_words(self.object),
            "uses": uses_words(calendar_uses(), open_lines_to(self.object)),
            "change": change_words(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        calendar = self.get_object()
        name = str(calendar)
        calendars.remove(by=self.actor, calendar=calendar)
        messages.success(request, _("Removed: %(name)s. The history keeps its days.") % {"name": name})
        return HttpResponseRedirect(reverse("suppliers:working_calendar_list"))
