"""A foreign file's columns become ours: pointing, a live look, and on to the normal preview."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.actions.saving import StaleSave
from portal.views.base import RowMixin
from suppliers.actions import mapping, profiles
from suppliers.facts.profiles import kept_profile, profile_of_batch
from suppliers.forms_mapping import KeepForm, Shape, draft_of_post, shape_of
from suppliers.imports.datasets import DATASETS
from suppliers.imports.drafts import (
    Draft,
    draft_from,
    draft_of,
    half_profile,
    missing_of,
    profile_document,
    with_feeds,
)
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import Profile, ProfileRefused, profile_of
from suppliers.imports.suggest import Sample, Suggestion, suggest
from suppliers.imports.suggest.looking import Looked, look
from suppliers.models import ImportBatch, ImportProfile
from suppliers.permissions import can_import
from suppliers.policies import can_map
from suppliers.presenters.mapping import mapping_view, missing_words
from suppliers.views.imports import ImportMixin


@dataclass(frozen=True)
class Mapping:
    """What the page is about at one moment: the file's guess, what is said of it, the profile it edits."""

    suggestion: Suggestion
    draft: Draft
    base: Profile | None

    @property
    def sample(self) -> Sample:
        return self.suggestion.sample

    def document(self, name: str, title: str = "") -> dict[str, Any]:
        return profile_document(self.draft, self.sample, name=name, title=title, base=self.base)


class MappingMixin(ImportMixin, RowMixin):
    """One kept file, and what somebody has said of its columns so far."""

    def batch(self) -> ImportBatch:
        found: Any = self.get_object()
        return found

    def edited(self, batch: ImportBatch) -> ImportProfile | None:
        """The profile of which this file is a sample, when it is mapped to change that one."""
        return kept_profile(batch.options.get("edits", ""))

    def mapping(self, batch: ImportBatch, data: QueryDict | None = None) -> Mapping:
        """Raises FileRefused when the file cannot be cut as it is said."""
        shape = shape_of(data) if data is not None else Shape()
        sample = mapping.sample_of(
            batch, encoding=shape.encoding, delimiter=shape.delimiter, header_row=shape.header_row
        )
        suggestion = suggest(sample)
        base = self._base(batch)
        if data is None or data.get("shape") != shape_name(sample):
            draft = draft_from(base, sample) if base else draft_of(suggestion, settings.TIME_ZONE)
            return Mapping(suggestion, self._allowed(draft), base)
        draft = draft_of_post(data, len(sample.header))
        if draft.feeds and set(draft.feeds) != set(data.getlist("fed")):
            suggestion = suggest(sample, draft.feeds)
            draft = with_feeds(draft, suggestion)
        return Mapping(suggestion, self._allowed(draft), base)

    def offered(self) -> list[str]:
        """The datasets that this person may bring in."""
        return [name for name in DATASETS if can_import(self.actor, name)]

    def _allowed(self, draft: Draft) -> Draft:
        offered = self.offered()
        return replace(draft, feeds=tuple(name for name in draft.feeds if name in offered))

    def _base(self, batch: ImportBatch) -> Profile | None:
        edited = self.edited(batch)
        return profile_of(edited.document) if edited else profile_of_batch(batch)

    def page(self, found: Mapping, refusal: str = "") -> dict[str, Any]:
        looked: list[Looked] = []
        try:
            looked = look(found.sample, half_profile(found.document("look")), ZoneInfo(settings.TIME_ZONE))
        except FileRefused as error:
            refusal = refusal or error.message.translated(_)
        return {
            "map": mapping_view(found.suggestion, found.draft, looked, self.offered(), refusal),
            "shape": shape_name(found.sample),
        }


def shape_name(sample: Sample) -> str:
    """When this changes, the file has other columns, and what was said of them is void."""
    return f"{sample.encoding}|{sample.delimiter}|{sample.header_row}"


class MapPage(MappingMixin, TemplateView):
    """The file's first rows with a choice above each column, and what they become."""

    template_name = "suppliers/imports/map.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch()
        if not can_map(batch):
            return redirect("suppliers:import", public_id=batch.public_id)
        return self.answer(batch, None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch()
        if not can_map(batch):
            messages.error(request, _("This file is not waiting for its columns any more."))
            return redirect("suppliers:import", public_id=batch.public_id)
        act = request.POST.get("act", "look")
        return self.answer(batch, request.POST) if act == "look" else self.go_on(batch, request.POST, act)

    def go_on(self, batch: ImportBatch, data: QueryDict, act: str) -> HttpResponse:
        """Once, as a new profile, or as the next version of one: then the normal preview."""
        try:
            found = self.mapping(batch, data)
        except FileRefused as refusal:
            return self.answer(batch, data, refusal.message.translated(_), status=422)
        form = KeepForm(data) if act == "keep" else None
        if missing_of(found.draft, found.suggestion) or (form is not None and not form.is_valid()):
            return self.answer(batch, data, missing_words(found.draft, found.suggestion), form, 422)
        try:
            return self._use(batch, found, data, act, form)
        except FileRefused as refusal:
            return self.answer(batch, data, refusal.message.translated(_), form, 422)
        except ProfileRefused as refused:
            reasons = " ".join(reason.translated(_) for reason in refused.reasons)
            return self.answer(batch, data, reasons, form, 422)
        except StaleSave as stale:
            return self.answer(batch, data, f"{stale} {_('Open the profile and look at both.')}", form, 409)
        except ValidationError as error:
            return self.answer(batch, data, " ".join(error.messages), form, 422)

    def _use(
        self, batch: ImportBatch, found: Mapping, data: QueryDict, act: str, form: KeepForm | None
    ) -> HttpResponse:
        edited = self.edited(batch)
        name, title = mapping.ONCE, ""
        if act == "version" and edited is not None:
            name, title = edited.name, edited.document.get("title", "")
        elif form is not None:
            name, title = form.cleaned_data["name"], form.cleaned_data["title"]
        profile = profile_of(found.document(name, title))
        mapping.check_whole(batch=batch, profile=profile)
        if act == "version" and edited is not None:
            version = int(data["version"]) if data.get("version", "").isdecimal() else 0
            profiles.save(by=self.actor, kept=edited, profile=profile, version=version)
        elif form is not None:
            profiles.create(by=self.actor, profile=profile)
        mapping.use(by=self.actor, batch=batch, profile=profile, kept_as="" if act == "once" else name)
        if act != "once":
            said = _("The profile “%(title)s” is kept. Choose it with the next file of this kind.")
            messages.success(self.request, said % {"title": title or name})
        return redirect("suppliers:import", public_id=batch.public_id)

    def answer(
        self,
        batch: ImportBatch,
        data: QueryDict | None,
        refusal: str = "",
        form: KeepForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        try:
            found = self.mapping(batch, data)
        except FileRefused as error:
            if data is None:
                messages.error(self.request, error.message.translated(_))
                return redirect("suppliers:import", public_id=batch.public_id)
            refusal, found, status = error.message.translated(_), self.mapping(batch), 422
        edited = self.edited(batch)
        form = form or KeepForm(initial={"title": data.get("title", "")} if data else None)
        context = self.get_context_data(
            object=batch, edited=edited, form=form, **self.page(found, refusal), **self.kwargs
        )
        return self.render_to_response(context, status=status)


class MapLook(MapPage):
    """The moving part of the page alone: answers to a change of a choice."""

    template_name = "suppliers/imports/map_form.html"
    http_method_names = ["post"]
