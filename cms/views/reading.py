"""Reading: saying that one has read a text, what waits for one, and the register of who has."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cms.actions.reading import ReadingRefused, say_read
from cms.facts.reading import OVERDUE, READ, WAITING, with_state
from cms.facts.texts import theirs
from cms.filters_reading import MISSING, ReadingFilters, StaffReadingFilters
from cms.models import Acknowledgement, TextVersion
from cms.permissions_reading import check_can_see_reading
from cms.presenters.reading import head_words, read_by, text_url, waiting_for
from cms.presenters.training import rows_of
from cms.tables_reading import ReadingTable
from portal.clocks import local_day
from portal.views.base import ActorMixin
from portal.views.lists import ListPage
from suppliers.presenters.directory import Tab

KINDS = {"policies": "policypage", "playbooks": "playbookpage"}


class SayRead(ActorMixin, View):
    """The tick on the page of a text. Back on the page, it says since when one has read it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, where: str, slug: str) -> HttpResponse:
        versions = theirs(KINDS[where], slug, self.actor, local_day())
        if not versions:
            raise Http404
        wanted = request.POST.get("version", "")
        if not wanted:
            messages.error(request, _("Say it on the page of the text, once you have read it."))
            return HttpResponseRedirect(text_url(versions[0]))
        version = next((one for one in versions if one.public_id == wanted), None)
        if version is None:
            raise Http404
        if not request.POST.get("read"):
            messages.error(request, _("Tick that you have read it, then say so."))
            return HttpResponseRedirect(f"{text_url(version)}#ack")
        try:
            say_read(by=self.actor, version=version)
        except TextVersion.DoesNotExist as unknown:
            raise Http404 from unknown
        except ReadingRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Thank you for reading “%(text)s”.") % {"text": version.title})
        return HttpResponseRedirect(text_url(version))


class MyReading(ActorMixin, TemplateView):
    """What waits for this person, what they have read, and of our own people what they were trained in."""

    template_name = "cms/reading/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day()
        return super().get_context_data(
            waiting=waiting_for(self.actor, today),
            read=read_by(self.actor),
            known=rows_of(today, [self.actor.user]) if self.actor.is_staff else [],
            **kwargs,
        )


class ReadingList(ListPage):
    """Everybody who was asked, for our people; a partner's people see their own house."""

    model = Acknowledgement
    table_class = ReadingTable
    template_name = "cms/reading/list.html"
    export_name = "reading"

    def may_open(self) -> bool:
        if self.actor.is_staff:
            check_can_see_reading(self.actor)
        return super().may_open()

    @property
    def filterset_class(self) -> type[ReadingFilters]:
        return StaffReadingFilters if self.actor.is_staff else ReadingFilters

    def get_queryset(self) -> QuerySet[Acknowledgement]:
        rows = with_state(super().get_queryset(), local_day())
        return rows.select_related("user", "version__page__content_type")

    def table_options(self, rows: QuerySet[Acknowledgement]) -> dict[str, Any]:
        return {
            "actor": self.actor,
            "today": local_day(),
            "label": _("Who was asked to read what"),
            "order_by": ("-due_on",),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("text", "")
        rows = self.get_queryset().filter(version__page__slug=text) if text else self.get_queryset()
        found = rows.order_by().aggregate(
            all=Count("pk"),
            **{state: Count("pk", filter=Q(state=state)) for state in (READ, WAITING, OVERDUE)},
        )
        return super().get_context_data(title=head_words(found), tabs=self._tabs(found, text), **kwargs)

    def _tabs(self, counts: dict[str, int], text: str) -> list[Tab]:
        wanted, tail = self.request.GET.get("state", ""), f"text={text}" if text else ""
        named = {
            "": (_("All"), counts["all"]),
            MISSING: (_("Not read yet"), counts[WAITING] + counts[OVERDUE]),
            OVERDUE: (_("Overdue"), counts[OVERDUE]),
            READ: (_("Read"), counts[READ]),
        }
        return [
            Tab(
                words,
                "?" + "&".join(filter(None, [f"state={state}" if state else "", tail])),
                count,
                wanted == state,
            )
            for state, (words, count) in named.items()
        ]
