"""What our people have read and been trained in: the register, and noting a training."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from cms.actions import training
from cms.actions.training import TrainingRefused
from cms.facts import playbooks
from cms.forms_training import TrainForm
from cms.models import TextVersion, Training
from cms.permissions_training import can_note_training, check_can_note_training, check_can_see_training
from cms.presenters.training import DONE, MISSING, UNREAD, UNTRAINED, chosen, head_words, rows_of
from cms.tables_training import TrainingTable
from portal.clocks import local_day
from portal.presentation import number
from portal.tables import NoneLast
from portal.views.base import StaffMixin
from portal.views.lists import ListPage
from suppliers.presenters.directory import Tab


class TrainingMixin(StaffMixin):
    """For our own people, but who only writes pages; nobody else hears of it."""

    def may_open(self) -> bool:
        if not super().may_open():
            return False
        check_can_see_training(self.actor)
        return True


class TrainingList(TrainingMixin, ListPage):
    """One row for each of us and each playbook; `?state`, `?playbook` and `?person` narrow it."""

    model = Training
    table_class = TrainingTable
    template_name = "cms/training/list.html"
    export_name = "training"

    def get_queryset(self) -> Any:
        """A list: what is missing has no row in the database."""
        given = self.request.GET
        self.rows = rows_of(local_day(), slug=given.get("playbook", ""), person=given.get("person", ""))
        return NoneLast(chosen(self.rows, self.request.GET.get("state", "")))

    def table_options(self, rows: Any) -> dict[str, Any]:
        return {"label": _("Who has read and been trained in what")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, given = self.rows, self.request.GET
        slug, person = given.get("playbook", ""), given.get("person", "")
        named = [one.person for one in rows[:1] if person] + [one.playbook for one in rows[:1] if slug]
        return super().get_context_data(
            title=head_words(rows),
            tabs=self._tabs(slug, person),
            only=", ".join(named),
            may_note=can_note_training(self.actor),
            notes=self._notes(slug, person),
            **kwargs,
        )

    def _tabs(self, slug: str, person: str) -> list[Tab]:
        wanted = self.request.GET.get("state", "")
        tail = urlencode({name: one for name, one in (("playbook", slug), ("person", person)) if one})
        named = {
            "": _("All"),
            MISSING: _("Something is missing"),
            UNREAD: _("Not read"),
            UNTRAINED: _("Not trained"),
            DONE: _("Read and trained"),
        }
        return [
            Tab(
                words,
                "?" + "&".join(filter(None, [f"state={state}" if state else "", tail])),
                len(chosen(self.rows, state)),
                wanted == state,
            )
            for state, words in named.items()
        ]

    def _notes(self, slug: str, person: str) -> list[Training]:
        """The last trainings that were noted, to take back what was noted by mistake."""
        rows = Training.objects.for_actor(self.actor).filter(taken_back_at=None)
        rows = rows.select_related("user", "version")
        rows = rows.filter(version__page__slug=slug) if slug else rows
        rows = rows.filter(user__public_id=person) if person else rows
        return list(rows.order_by("-noted_at", "-pk")[:8])


class Train(TrainingMixin, TemplateView):
    """Note who was trained in a playbook."""

    template_name = "cms/training/train.html"
    http_method_names = ["get", "post"]

    def form(self, data: Any = None) -> TrainForm:
        today = local_day()
        pages = playbooks.live(today).values("pk")
        versions = TextVersion.objects.in_force(today).filter(page__in=pages).order_by("title")
        wanted = versions.filter(page__slug=self.request.GET.get("playbook", "")).first()
        initial = {"on": today, "version": wanted.public_id if wanted else ""}
        return TrainForm(data, versions=versions, people=playbooks.staff(), initial=initial)

    def get_context_data(self, form: TrainForm | None = None, **kwargs: Any) -> dict[str, Any]:
        check_can_note_training(self.actor)
        return super().get_context_data(form=form or self.form(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_note_training(self.actor)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                made = training.train(by=self.actor, **form.cleaned_data)
            except TrainingRefused as refused:
                form.add_error(refused.field, str(refused))
            else:
                words = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", len(made))
                messages.success(request, words % {"n": number(len(made))})
                return HttpResponseRedirect(reverse("cms:training"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TakeBack(TrainingMixin, View):
    """It was noted by mistake."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        rows = Training.objects.for_actor(self.actor).select_related("version", "user")
        row = get_object_or_404(rows, public_id=public_id)
        training.take_back(by=self.actor, training=row)
        messages.success(request, _("Taken back: it counts no longer."))
        return HttpResponseRedirect(reverse("cms:training"))
