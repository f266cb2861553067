"""The partner's desk: what needs doing, edited in place, saved at once; what was typed is never lost."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from portal import exports
from portal.presentation import number
from portal.views.base import ActorMixin
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer, Said
from suppliers.actions.deciding import LONGEST_NOTE
from suppliers.enums import Act, Fate, ReasonCode
from suppliers.facts.desk import DeskTab
from suppliers.forms_desk import MOST_ROWS, Trouble, Typed, answer_of, from_dicts, moved, typed_rows
from suppliers.imports.problems import CellRefused
from suppliers.imports.typed import read_day
from suppliers.models import OrderLine
from suppliers.permissions import can_answer, can_see_directory, check_can_answer
from suppliers.presenters.desk import Desk, Wanted, desk_of, wanted_lines
from suppliers.presenters.desk_files import sheet_rows
from suppliers.presenters.typing import day_cell, habits_of_reader

TAKEN = (Fate.ACCEPTED, Fate.WAITING, Fate.REJECTED, Fate.KEPT, Fate.WITHDRAWN)
# What was typed when the session had ended, and what was saved just before this page.
TYPED, SAVED = "desk_typed", "desk_saved"
_MOST_KEPT = 60_000  # characters of what a stranger may leave with us
_DAYS_AT_ONCE = 100


class DeskMixin(ActorMixin):
    """For a partner's people; staff have the order lines of all partners instead."""

    def may_open(self) -> bool:
        if self.actor.is_staff:
            if not can_see_directory(self.actor):
                raise PermissionDenied
            return True
        return super().may_open()


class DeskPage(DeskMixin, TemplateView):
    """GET shows the lines that the address asks for; POST saves what was changed, or prepares it."""

    template_name = "suppliers/desk/desk.html"

    def handle_no_permission(self) -> HttpResponse:
        """Whoever was logged out while typing finds it again after signing in."""
        if self.request.method == "POST":
            keep_typed(self.request)
        answer: HttpResponse = super().handle_no_permission()
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.actor.is_staff:
            return HttpResponseRedirect(reverse("suppliers:order_list"))
        if kind := request.GET.get("format"):
            mine = OrderLine.objects.for_actor(self.actor)
            rows = wanted_lines(mine, Wanted.of(request.GET), timezone.localdate())
            return exports.response(
                sheet_rows(mine, list(rows.values_list("pk", flat=True))), kind, "accord-desk"
            )
        typed = from_dicts(request.session.pop(TYPED, ()))
        if typed:
            messages.info(
                request, _("You were signed out while typing. Here it is again: nothing is saved yet.")
            )
        saved = {line: (fate, why) for line, fate, why in request.session.pop(SAVED, ())}
        return self.show(typed=typed, saved=saved)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.actor.is_staff:
            raise Http404
        check_can_answer(self.actor)
        rows = typed_rows(request.POST)
        do = request.POST.get("do", "save")
        prepare = {
            "accept": self.with_act,
            "keep": self.with_act,
            "move": self.with_days,
            "reason": self.with_reason,
        }.get(do)
        if prepare:
            return prepare(rows)
        if do in ("skip", "unskip"):
            return self.skip(rows)
        return self.save([row for row in rows if row.is_changed])

    @property
    def picks(self) -> list[str]:
        return self.request.POST.getlist("pick")[:MOST_ROWS]

    def save(self, rows: Sequence[Typed]) -> HttpResponse:
        today, habits = timezone.localdate(), habits_of_reader()
        if not rows:
            messages.info(self.request, _("Nothing was changed, so nothing was saved."))
            return self.home()
        read = {row.line: answer_of(row, habits=habits, today=today) for row in rows}
        answers = [one for one in read.values() if isinstance(one, Answer)]
        said = commitments.answer(by=self.actor, answers=answers) if answers else []
        troubles = {line: one for line, one in read.items() if isinstance(one, Trouble)}
        troubles |= {one.line: _trouble(one) for one in said if one.fate not in TAKEN}
        done = [one for one in said if one.fate in TAKEN]
        self.tell(done)
        if not troubles:
            self.request.session[SAVED] = [(one.line, one.fate.value, one.why) for one in done]
            return self.home()
        return self.show(
            status=422,
            typed=[row for row in rows if row.line in troubles],
            troubles=troubles,
            saved={one.line: (one.fate.value, one.why) for one in done},
        )

    def tell(self, done: Sequence[Said]) -> None:
        if not done:
            return
        words = ngettext("%(n)s line is saved.", "%(n)s lines are saved.", len(done)) % {
            "n": number(len(done))
        }
        waiting = sum(one.fate == Fate.WAITING for one in done)
        if waiting:
            more = ngettext(
                "%(n)s of them waits for our answer.", "%(n)s of them wait for our answer.", waiting
            )
            words = f"{words} {more % {'n': number(waiting)}}"
        messages.success(self.request, f"{words} {_('Thank you.')}")

    def with_act(self, rows: Sequence[Typed]) -> HttpResponse:
        """Accept as asked, or say that it is still good: of the lines that were picked, once saved."""
        act = Act.ACCEPT if self.request.POST["do"] == "accept" else Act.KEEP
        return self.prepared([replace(row, act=act.value) if row.line in self.picks else row for row in rows])

    def with_reason(self, rows: Sequence[Typed]) -> HttpResponse:
        reason = self.request.POST.get("bulk-reason", "")
        note = self.request.POST.get("bulk-note", "")[:LONGEST_NOTE]
        given = {"reason": reason if reason in ReasonCode.values else "", "note": note}
        return self.prepared([replace(row, **given) if row.line in self.picks else row for row in rows])

    def with_days(self, rows: Sequence[Typed]) -> HttpResponse:
        today, habits = timezone.localdate(), habits_of_reader()
        by, kept, troubles = self.request.POST.get("move", ""), [], {}
        for row in rows:
            if row.line in self.picks:
                try:
                    fresh, on = moved(row, by, habits=habits, today=today)
                    row = replace(fresh, day=day_cell(on, today))
                except CellRefused as refused:
                    troubles[row.line] = Trouble({"day": refused.reason.translated(_)})
            kept.append(row)
        return self.prepared(kept, troubles)

    def prepared(self, rows: Sequence[Typed], troubles: Mapping[str, Trouble] | None = None) -> HttpResponse:
        """The page with what would be saved: nothing is, before Save."""
        if not self.picks:
            messages.warning(self.request, _("Pick the lines first: tick their boxes."))
        else:
            messages.info(self.request, _("Not saved yet: look it over, then press Save."))
        wanted = [row for row in rows if row.is_changed or row.reason or row.line in self.picks]
        return self.show(
            status=422 if troubles else 200, typed=wanted, troubles=troubles or {}, picked=self.picks
        )

    def skip(self, rows: Sequence[Typed]) -> HttpResponse:
        """Skipped lines are kept out of the way until a day; it is no promise, and done at once."""
        until = None
        today = timezone.localdate()
        if self.request.POST["do"] == "skip":
            text = self.request.POST.get("until", "") or "+7"
            try:
                until = read_day(text, habits=habits_of_reader(), today=today)
            except CellRefused as refused:
                messages.error(self.request, refused.reason.translated(_))
            if until is not None and until <= today:
                messages.error(self.request, _("Skip until a day that is still to come."))
                until = None
            if until is None:
                return self.show(status=422, typed=[row for row in rows if row.is_changed], picked=self.picks)
        lines = OrderLine.objects.for_actor(self.actor).filter(public_id__in=self.picks)
        count = 0
        for line in lines.order_by("pk"):
            if until is None:
                commitments.unskip(by=self.actor, line=line)
            else:
                commitments.skip(by=self.actor, line=line, until=until)
            count += 1
        self.tell_skipped(count, until)
        changed = [row for row in rows if row.is_changed]
        return self.show(typed=changed) if changed else self.home()

    def tell_skipped(self, count: int, until: dt.date | None) -> None:
        if not count:
            messages.warning(self.request, _("Pick the lines first: tick their boxes."))
        elif until is None:
            words = ngettext("%(n)s line is back.", "%(n)s lines are back.", count)
            messages.success(self.request, words % {"n": number(count)})
        else:
            words = ngettext("%(n)s line skipped until %(day)s.", "%(n)s lines skipped until %(day)s.", count)
            day = day_cell(until, timezone.localdate())
            messages.success(self.request, words % {"n": number(count), "day": day})

    def home(self) -> HttpResponse:
        tail = self.request.GET.urlencode()
        return HttpResponseRedirect(reverse("suppliers:desk") + (f"?{tail}" if tail else ""))

    def show(self, status: int = 200, **given: Any) -> HttpResponse:
        desk = desk_of(self.actor, Wanted.of(self.request.GET), timezone.localdate(), **given)
        return self.render_to_response(self.get_context_data(desk=desk), status=status)

    def get_context_data(self, desk: Desk, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        plain = QueryDict(mutable=True)
        plain.update({key: value for key, value in query.items() if key not in ("skipped", "q")})
        return super().get_context_data(
            desk=desk,
            tabs=desk.tabs,
            may_answer=can_answer(self.actor),
            reasons=ReasonCode.choices,
            # The same in every row: written once, not fifty times.
            options=format_html_join("", '<option value="{}">{}</option>', ReasonCode.choices),
            address=self.request.GET.urlencode(),
            download=query.urlencode(),
            without=plain.urlencode(),
            is_needs=desk.wanted.tab == DeskTab.NEEDS,
            **kwargs,
        )


def keep_typed(request: HttpRequest) -> None:
    """Until the next log-in in this browser, and no more than one desk holds."""
    rows = [row.as_dict() for row in typed_rows(request.POST) if row.is_changed]
    if rows and len(str(rows)) <= _MOST_KEPT:
        request.session[TYPED] = rows
        request.session.set_expiry(3600)


def _trouble(said: Said) -> Trouble:
    errors: dict[str, str] = {}
    for problem in said.problems:
        name = "day" if problem.field == "parts" else problem.field
        errors[name] = f"{errors[name]} {problem.message}" if name in errors else problem.message
    return Trouble(errors or {"line": said.why})


class DeskDays(DeskMixin, View):
    """What typed days mean to this reader: `text`, each with the `base` that it counts from."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today, habits = timezone.localdate(), habits_of_reader()
        texts = request.GET.getlist("text")[:_DAYS_AT_ONCE]
        bases = request.GET.getlist("base")
        found = []
        for place, text in enumerate(texts):
            try:
                base = dt.date.fromisoformat(bases[place]) if place < len(bases) and bases[place] else None
                on = read_day(text, habits=habits, today=today, base=base)
                found.append({"iso": on.isoformat(), "words": day_cell(on, today)})
            except CellRefused as refused:
                found.append({"error": refused.reason.translated(_)})
            except ValueError:
                found.append({"error": _("This is not a day.")})
        answer = JsonResponse({"days": found})
        answer["Cache-Control"] = "private, no-store"
        return answer
