"""Order lines: the list of them, and the story of one."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.composing import filled
from portal.views.base import DetailPage
from portal.views.lists import ListPage
from suppliers.enums import LineState
from suppliers.facts.standing import OPEN, with_state
from suppliers.filters import ALL_LINES, LineFilters, StaffLineFilters
from suppliers.models import OrderLine
from suppliers.presenters.directory import Tab
from suppliers.presenters.line_acts import line_acts
from suppliers.presenters.lines import line_views, shown, wide_track
from suppliers.presenters.orders import line_facts_shown, lines_head, story_of
from suppliers.presenters.words import sentence_case
from suppliers.tables import LineTable
from suppliers.views.access import BothSidesMixin

# Views that people come back to, in this order.
TABS = (LineState.LATE, LineState.TO_CONFIRM, LineState.CHANGED, LineState.PROPOSED)


class OrderListPage(BothSidesMixin, ListPage):
    """Lines of all partners for staff, one's own for a partner's people. A file needs no promise tracks."""

    model = OrderLine
    table_class = LineTable
    template_name = "suppliers/orders/list.html"
    export_name = "order-lines"

    @property
    def filterset_class(self) -> type[LineFilters]:
        return StaffLineFilters if self.actor.is_staff else LineFilters

    def get_queryset(self) -> QuerySet[OrderLine]:
        lines, today = super().get_queryset(), timezone.localdate()
        if self.request.GET.get("format"):
            rows = with_state(lines, today).select_related("order", "partner")
        else:
            rows = shown(lines, today)
        return rows.order_by("due_on", "order__number", "number")

    def table_options(self, rows: QuerySet[OrderLine]) -> dict[str, Any]:
        newest_first = self.request.GET.get("state") in (ALL_LINES, LineState.RECEIVED.key)
        return {
            "actor": self.actor,
            "today": timezone.localdate(),
            "label": _("Order lines"),
            "order_by": ("-due_on",) if newest_first else ("due_on",),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        lines = OrderLine.objects.for_actor(self.actor)
        counts = dict(
            with_state(lines, today).filter(OPEN).order_by().values_list("state").annotate(lines=Count("pk"))
        )
        return super().get_context_data(
            head=lines_head(counts, self.actor), tabs=self._tabs(counts, lines.count()), today=today, **kwargs
        )

    def _tabs(self, counts: dict[int, int], total: int) -> list[Tab]:
        wanted = self.request.GET.get("state", "")
        is_plain = not any(self.request.GET.get(name) for name in ("q", "partner", "due_from", "due_until"))
        tabs = [
            Tab(_("Open"), "?state=open", sum(counts.values()), wanted == "open" or (not wanted and is_plain))
        ]
        tabs += [
            Tab(str(state.label), f"?state={state.key}", counts.get(state, 0), wanted == state.key)
            for state in TABS
        ]
        tabs.append(Tab(_("All"), "?state=all", total, wanted == "all" or (not wanted and not is_plain)))
        return tabs


class OrderLinePage(BothSidesMixin, DetailPage):
    """What was asked, promised and received, in order, with its promise track."""

    model = OrderLine
    template_name = "suppliers/orders/line.html"

    def get_queryset(self) -> QuerySet[OrderLine]:
        return shown(super().get_queryset(), timezone.localdate())

    def get_context_data(self, typed: Any = None, note: str = "", **kwargs: Any) -> dict[str, Any]:
        """`typed` are forms by their act that could not be taken, `note` says why."""
        context = super().get_context_data(**kwargs)
        line, today = self.object, timezone.localdate()
        view = line_views([line], self.actor, today)[0]
        return context | {
            "today": today,
            "line": view,
            "story": story_of(line, self.actor),
            "track": wide_track(view, today),
            "facts": line_facts_shown(line),
            "reason": sentence_case(view.state.why),
            "panels": filled("line.main", self.request, line),
            "acts": line_acts(line, self.actor, today, typed, note),
        }
