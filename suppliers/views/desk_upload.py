"""A desk's sheet comes back: looked at first, then saved; what is refused can be taken away as a file."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from portal import exports
from portal.forms import Form
from portal.presentation import number
from suppliers.actions import answer_files
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, Fate
from suppliers.imports.answers import read_answers
from suppliers.imports.problems import FileRefused
from suppliers.models import OrderLine
from suppliers.permissions import check_can_answer
from suppliers.presenters.desk_upload import (
    TAKEN,
    Sheet,
    answers_of,
    counted,
    refused_rows,
    sheet_of,
    silent_words,
)
from suppliers.views.desk import SAVED, DeskMixin

TEMPLATE = "suppliers/desk/upload.html"
_SALT = "accord.desk.sheet"
_HOURS = 24


class UploadForm(Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The sheet that the desk gave you, as XLSX or CSV, up to 8 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class DeskUploadPage(DeskMixin, View):
    """POST with a file shows what it would do; POST with what was shown saves it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check()
        return self.show(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check()
        if "sheet" in request.POST:
            return self.save()
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(422, form=form)
        file = form.cleaned_data["file"]
        try:
            read = read_answers(file.file, file.name)
        except FileRefused as refused:
            form.add_error("file", refused.message.translated(_))
            return self.show(422, form=form)
        found, refusals = answers_of(read, OrderLine.objects.for_actor(self.actor))
        answers = [answer for *_about, answer in found if answer is not None]
        said = answer_files.rehearse(by=self.actor, answers=answers)
        sheet = sheet_of(found, refusals, said, sum(one.is_silent for one in read), read)
        return self.show(form=UploadForm(), sheet=sheet, name=file.name)

    def save(self) -> HttpResponse:
        """Judged again: what changed since the preview is refused, with why."""
        kept = self.unpacked()
        answers = [_unpacked(one) for one in kept["answers"]]
        said = answer_files.save(by=self.actor, answers=answers)
        done = [one for one in said if one.fate in TAKEN]
        self.request.session[SAVED] = [(one.line, one.fate.value, one.why) for one in done[:50]]
        words = ngettext("%(n)s line is saved. Thank you.", "%(n)s lines are saved. Thank you.", len(done))
        messages.success(self.request, words % {"n": number(len(done))})
        for one in said:
            if one.fate in (Fate.REFUSED, Fate.STALE):
                messages.warning(self.request, _("Not saved: %(why)s") % {"why": one.why})
        return HttpResponseRedirect(reverse("suppliers:desk") + "?tab=all")

    def check(self) -> None:
        if self.actor.is_staff:
            raise Http404
        check_can_answer(self.actor)

    def show(self, status: int = 200, sheet: Sheet | None = None, **context: Any) -> HttpResponse:
        if sheet is not None:
            context |= {
                "counted": counted(sheet),
                "silent": silent_words(sheet),
                "packed": self.packed(sheet),
            }
        return render(self.request, TEMPLATE, {"sheet": sheet, **context}, status=status)

    def packed(self, sheet: Sheet) -> str:
        """What was shown, signed: the server keeps no file, and nobody sends back another one."""
        kept = {
            "partner": self.actor.partner_id,
            "answers": [_packed(one) for one in sheet.answers],
            "mend": sheet.mend,
        }
        return signing.dumps(kept, salt=_SALT, compress=True)

    def unpacked(self) -> dict[str, Any]:
        try:
            age = dt.timedelta(hours=_HOURS)
            kept: dict[str, Any] = signing.loads(self.request.POST["sheet"], salt=_SALT, max_age=age)
        except (signing.BadSignature, KeyError) as error:
            raise Http404 from error
        if kept["partner"] != self.actor.partner_id:
            raise Http404
        return kept


class DeskRefusedRows(DeskUploadPage):
    """What a sheet's preview refused, as a file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check()
        rows = refused_rows(self.unpacked()["mend"])
        return exports.response(rows, exports.CSV, "accord-desk-refused")


def _packed(one: Answer) -> list[Any]:
    parts = [[quantity, day.isoformat()] for quantity, day in one.parts]
    return [one.line, one.act.value, parts, one.price, one.reason_code, one.note, one.seen]


def _unpacked(kept: list[Any]) -> Answer:
    line, act, parts, price, reason_code, note, seen = kept
    days = tuple((quantity, dt.date.fromisoformat(day)) for quantity, day in parts)
    return Answer(line, Act(act), days, price, reason_code, note, seen)
