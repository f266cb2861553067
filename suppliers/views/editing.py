"""Editing a row that somebody else edits too: the second is shown both values, nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.actions.saving import StaleSave
from portal.views.base import RowMixin
from suppliers.forms import VersionedForm

THEIRS = "theirs"


@dataclass(frozen=True)
class Difference:
    """A field that two people see differently: what is saved now, and what was typed."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    who: str
    at: Any
    differences: tuple[Difference, ...]


class FormPage(TemplateView):
    """A form, its errors, and what to do when it holds: subclasses write `save` and say where it leads."""

    form_class: type[VersionedForm]
    success_message: Any = ""

    def check(self) -> None:
        """Raises PermissionDenied when this person may look, but not do this."""
        raise PermissionDenied

    def save(self, form: VersionedForm) -> str:
        """Call the action; returns the address to go to."""
        raise NotImplementedError

    def form(self, data: QueryDict | None = None) -> VersionedForm:
        return self.form_class(data)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.answer(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        form = self.form(request.POST)
        return self.saved(form) if form.is_valid() else self.answer(form, 422)

    def saved(self, form: VersionedForm) -> HttpResponse:
        url = self.save(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def answer(self, form: VersionedForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, **context, **self.kwargs), status=status
        )


class EditPage(RowMixin, FormPage):
    """Edits `self.object`; a stale save is answered with both values and a choice between them."""

    success_message = gettext_lazy("Saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form(self, data: QueryDict | None = None) -> VersionedForm:
        if data is None:
            return self.form_class(instance=self.object)
        return self.form_class(self._chosen(data), instance=self.object)

    def saved(self, form: VersionedForm) -> HttpResponse:
        try:
            return super().saved(form)
        except StaleSave as stale:
            return self._both_values(form, stale.current)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)

    def _chosen(self, data: QueryDict) -> QueryDict:
        """Where the other's value was chosen after a conflict, it takes the place of what was typed."""
        given = data.copy()
        saved = self.form_class(instance=self.object)
        for name in saved.fields:
            if given.get(f"keep-{name}") == THEIRS:
                value = saved[name].value()
                given.setlist(name, value if isinstance(value, list) else ["" if value is None else value])
        return given

    def _both_values(self, form: VersionedForm, current: Model) -> HttpResponse:
        data = form.data.copy()
        data["version"] = current.version
        typed = self.form_class(data, instance=current)
        typed.is_valid()
        saved = self.form_class(instance=current)
        differences = tuple(
            Difference(name, str(field.label), _words(saved, name), _words(typed, name))
            for name, field in saved.fields.items()
            if name != "version" and name in typed.changed_data
        )
        conflict = Conflict(current.changed_by or _("Somebody"), current.updated_at, differences)
        return self.answer(typed, 409, conflict=conflict)


def _words(form: VersionedForm, name: str) -> str:
    """What a field holds, as a person reads it."""
    value = form[name].value()
    choices = {str(key): label for key, label in getattr(form.fields[name], "choices", ())}
    if isinstance(value, list):
        return ", ".join(str(choices.get(str(one), one)) for one in value) or _("nothing")
    return str(choices.get(str(value), value)) if value not in (None, "") else _("nothing")
