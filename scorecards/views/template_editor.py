"""The editor of a template: a change is a new version, and one sees what it does before it is saved."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.engine.periods import BadPeriod, Period
from portal.views.base import StaffMixin
from scorecards.actions.keeping_templates import (
    StaleVersion,
    change,
    create,
    design_of,
    sheet_of_design,
)
from scorecards.actions.sheets import sheet_of
from scorecards.actions.trying import last_closed
from scorecards.engine.scoring import BadTemplate
from scorecards.facts.templates import document_types, newest_version
from scorecards.forms.template_editor import Editor, blank
from scorecards.models import ScorecardTemplate, TemplateVersion
from scorecards.pages.editor import EditorPage, editor_page
from scorecards.pages.kpi_choices import choices
from scorecards.pages.template_trial import Trial, periods, trial
from scorecards.pages.templates import differences
from scorecards.permissions import READERS, check_can_publish
from suppliers.filters import segments

SAVE, TRY, CHECK = "save", "try", "check"
FORM = "template-form"  # what htmx sends when a field has changed


class EditorView(StaffMixin, TemplateView):
    """GET shows the form, POST does what the button says: moves a row, tries the template, or saves it."""

    roles = READERS
    template_name = "scorecards/templates/editor.html"

    @cached_property
    def source(self) -> TemplateVersion | None:
        """The version that it begins with."""
        raise NotImplementedError

    def save(self, editor: Editor) -> str:
        """Calls the action; the address to go to."""
        raise NotImplementedError

    def start(self) -> Editor:
        raise NotImplementedError

    @cached_property
    def choices(self) -> Any:
        return choices(self.source.lines.all() if self.source else ())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_publish(self.actor)
        return self.answer(self.start())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_publish(self.actor)
        editor = Editor.posted(request.POST, self.choices)
        act = TRY if request.htmx.trigger == FORM else request.POST.get("act", SAVE)
        if editor.act(act):
            return self.answer(editor)
        if not editor.check():
            return self.answer(editor, status=200 if request.htmx else 422)
        if act == TRY:
            return self.answer(editor, trial=self.tried(editor))
        return self.answer(editor) if act == CHECK else self.saved(editor)

    def saved(self, editor: Editor) -> HttpResponse:
        try:
            url = self.save(editor)
        except BadTemplate as error:
            editor.head.add_error("name" if "“" in str(error) else None, str(error))
            return self.answer(editor, status=422)
        except StaleVersion as error:
            return self.stale(editor, error)
        return HttpResponseRedirect(url)

    def stale(self, editor: Editor, error: StaleVersion) -> HttpResponse:
        """Shows what was changed in between; who saves then has seen it."""
        seen = error.newest.template.versions.filter(number=editor.head.cleaned_data["seen"]).first()
        theirs = differences(seen, error.newest) if seen else []
        editor.see(error.newest.number)
        return self.answer(editor, status=409, stale=error, theirs=theirs)

    def tried(self, editor: Editor) -> Trial:
        sheet = sheet_of_design(editor.head_facts(), editor.design())
        was = sheet_of(self.source) if self.source else None
        return trial(self.actor, sheet, was, self.period)

    @cached_property
    def period(self) -> Period:
        """The one that was chosen, else the last closed quarter."""
        given = self.request.POST.get("period", "")
        offered = [key for key, _name in periods(local_day())]
        try:
            return Period.parse(given if given in offered else offered[0])
        except BadPeriod:
            return last_closed(local_day())

    def answer(self, editor: Editor, status: int = 200, **context: Any) -> HttpResponse:
        given = self.get_context_data(editor=editor, page=self.page(editor), **context, **self.kwargs)
        return self.render_to_response(given, status=status)

    def page(self, editor: Editor) -> EditorPage:
        return editor_page(editor, periods(local_day()), self.period.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = {"segments": [name for name, _label in segments()], "documents": document_types()}
        return super().get_context_data(**lists, source=self.source, **kwargs)


class TemplateNew(EditorView):
    """A new one, or with `?from=` a copy of another to start with."""

    @cached_property
    def source(self) -> TemplateVersion | None:
        public_id = self.request.GET.get("from", "")
        if not public_id:
            return None
        rows = ScorecardTemplate.objects.for_actor(self.actor)
        return newest_version(get_object_or_404(rows, public_id=public_id))

    def start(self) -> Editor:
        if self.source is None:
            return Editor.of(None, blank(), self.choices)
        editor = Editor.of(self.source.template, design_of(self.source), self.choices)
        editor.raw_head["name"] = _("%(name)s, copy") % {"name": self.source.template.name}
        return editor

    def save(self, editor: Editor) -> str:
        note = editor.head.cleaned_data["note"]
        template = create(by=self.actor, head=editor.head_facts(), design=editor.design(), note=note)
        words = _("%(name)s is made. Choose it when you publish a period.")
        messages.success(self.request, words % {"name": template.name})
        return reverse("scorecards:template", args=[template.public_id])


class TemplateEdit(EditorView):
    """A change of one that there is."""

    @cached_property
    def template(self) -> ScorecardTemplate:
        rows = ScorecardTemplate.objects.for_actor(self.actor)
        found: ScorecardTemplate = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return found

    @cached_property
    def source(self) -> TemplateVersion | None:
        return newest_version(self.template)

    def start(self) -> Editor:
        version = newest_version(self.template)
        return Editor.of(self.template, design_of(version), self.choices, seen=version.number)

    def save(self, editor: Editor) -> str:
        seen = editor.head.cleaned_data["seen"] or 0
        version = change(
            by=self.actor,
            template=self.template,
            seen=seen,
            head=editor.head_facts(),
            design=editor.design(),
            note=editor.head.cleaned_data["note"],
        )
        if version.number == seen:
            messages.success(self.request, _("Saved. Its KPIs, bands and gates are as before."))
        else:
            words = _("Version %(number)s is made. What is published from now on uses it; cards keep theirs.")
            messages.success(self.request, words % {"number": version.number})
        return reverse("scorecards:template", args=[self.template.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.template, **kwargs)
