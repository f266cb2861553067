"""An order response that a person has as a file: taken in, and what became of each line."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.forms import Form
from suppliers.actions.replies import LineTaken, Taken, take
from suppliers.enums import Fate
from suppliers.imports.problems import FileRefused
from suppliers.permissions import can_answer, can_decide
from suppliers.views.access import BothSidesMixin

TONES = {
    Fate.ACCEPTED: ("ok", "check"),
    Fate.KEPT: ("ok", "check"),
    Fate.WAITING: ("warn", "clock"),
    Fate.REJECTED: ("", "x"),
    Fate.REFUSED: ("bad", "x"),
    Fate.STALE: ("bad", "x"),
}


class ReplyForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Order response"),
        help_text=gettext_lazy("UBL 2.1, Peppol BIS 3 (T76), as your system writes it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
    )


class ReplyPage(BothSidesMixin, TemplateView):
    """For a partner's people their own, for staff who keep partners any."""

    template_name = "suppliers/orders/response.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._check()
        return self.render_to_response(self.get_context_data(form=ReplyForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._check()
        form = ReplyForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                taken = take(by=self.actor, stream=form.cleaned_data["file"].file)
            except FileRefused as refusal:
                form.add_error("file", refusal.message.translated(_))
            else:
                return self.render_to_response(self.get_context_data(form=ReplyForm(), **_shown(taken)))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _check(self) -> None:
        """Raises PermissionDenied for those who only look."""
        if not (can_answer(self.actor) or can_decide(self.actor)):
            raise PermissionDenied


def _shown(taken: Taken) -> dict[str, Any]:
    refused = sum(one.said is not None and one.said.fate in (Fate.REFUSED, Fate.STALE) for one in taken.lines)
    return {"taken": taken, "rows": [_row(one) for one in taken.lines], "refused": refused}


def _row(one: LineTaken) -> dict[str, str]:
    if one.said is None:
        return {"number": one.number, "word": _("Nothing to do"), "tone": "", "picture": "", "why": one.why}
    tone, picture = TONES.get(one.said.fate, ("", ""))
    return {
        "number": one.number,
        "word": str(one.said.fate.label),
        "tone": tone,
        "picture": picture,
        "why": one.said.why,
    }
