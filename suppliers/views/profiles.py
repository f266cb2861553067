"""Import profiles: the list of them, one and its versions, writing one, a sample to map it anew."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal.actions.saving import StaleSave
from suppliers.actions import mapping, profiles
from suppliers.facts.profiles import is_taken, kept_profile, shipped, shipped_text
from suppliers.forms_mapping import DocumentForm, SampleForm, UploadProfileForm
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import Profile, ProfileRefused, parse_profile, profile_of
from suppliers.imports.toml import to_toml
from suppliers.models import ImportProfile, ImportProfileVersion
from suppliers.presenters.profiles import differences, profile_list, profile_view
from suppliers.views.imports import ImportMixin


class ProfileListPage(ImportMixin, TemplateView):
    """Those that come with the product, and those that staff keep."""

    template_name = "suppliers/imports/profiles/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(profiles=profile_list(self.actor), **kwargs)


class ProfileMixin(ImportMixin):
    """One profile by its name: shipped, or kept by staff."""

    kwargs: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.kwargs["name"])

    def kept(self) -> ImportProfile:
        """The kept profile of this name; 404 for a shipped one: nobody changes it."""
        found = ImportProfile.objects.for_actor(self.actor).filter(name=self.name).first()
        if found is None:
            raise Http404
        return found

    def profile(self) -> tuple[Profile, ImportProfile | None]:
        if self.name in shipped():
            return shipped()[self.name], None
        kept = self.kept()
        return profile_of(kept.document), kept

    def version(self, name: str) -> ImportProfileVersion | None:
        """The version that the address asks for, if there is one."""
        number = self.request.GET.get(name, "")
        if not number.isdecimal() or len(number) > 6:
            return None
        return self.kept().versions.filter(version=int(number)).first()

    def to_profile(self, name: str) -> HttpResponse:
        return redirect("suppliers:import_profile", name=name)


class ProfilePage(ProfileMixin, TemplateView):
    """What a profile reads and how, its versions, and what two of them differ in."""

    template_name = "suppliers/imports/profiles/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile, kept = self.profile()
        one, two = self.version("from"), self.version("to")
        compared = differences(one.document, two.document) if one and two else None
        return super().get_context_data(
            page=profile_view(profile, kept, self.actor),
            sample=SampleForm(),
            compared=compared,
            one=one,
            two=two,
            **kwargs,
        )


class ProfileFile(ProfileMixin, View):
    """The document to keep, to share or to give to the command: TOML."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        profile, kept = self.profile()
        version = self.version("version")
        if version is not None:
            text = to_toml(profile_of(version.document))
        else:
            text = to_toml(profile) if kept else shipped_text(self.name)
        answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{profile.name}.toml"'
        return answer


class DocumentPage(ProfileMixin, TemplateView):
    """What a page with a document shares: it is read, and every reason stands beside it."""

    def read(self, form: Any, document: bytes) -> Profile | None:
        try:
            return parse_profile(document)
        except ProfileRefused as refused:
            for reason in refused.reasons:
                form.add_error("document", reason.translated(_))
            return None


class ProfileEditPage(DocumentPage):
    """The document of a kept profile, to be changed as text."""

    template_name = "suppliers/imports/profiles/edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = self.kept()
        document = to_toml(profile_of(kept.document))
        form = DocumentForm(initial={"document": document, "version": kept.version})
        return self.render_to_response(self.get_context_data(form=form, kept=kept, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, form = self.kept(), DocumentForm(request.POST)
        status, stale = 422, None
        if form.is_valid():
            profile = self.read(form, form.cleaned_data["document"].encode())
            try:
                if profile is not None:
                    return self._save(kept, profile, form.cleaned_data["version"] or 0)
            except ValidationError as error:
                form.add_error("document", error)
            except StaleSave as error:
                status, stale = 409, error
                form = DocumentForm({**request.POST.dict(), "version": error.current.version})
        context = self.get_context_data(form=form, kept=kept, stale=stale, **kwargs)
        if stale is not None:
            context["theirs"] = to_toml(profile_of(stale.current.document))  # type: ignore[attr-defined]
        return self.render_to_response(context, status=status)

    def _save(self, kept: ImportProfile, profile: Profile, version: int) -> HttpResponse:
        if profiles.save(by=self.actor, kept=kept, profile=profile, version=version):
            messages.success(self.request, _("Saved as version %(version)s.") % {"version": kept.version})
        else:
            messages.success(self.request, _("Nothing differs from what is saved."))
        return self.to_profile(kept.name)


class ProfileNewPage(DocumentPage):
    """A profile from a file or from text; `?copy=` begins with another one."""

    template_name = "suppliers/imports/profiles/new.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadProfileForm(initial={"document": self._copied(request.GET.get("copy", ""))})
        return self.render_to_response(self.get_context_data(form=form, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadProfileForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            document = given.read(200_001) if given else form.cleaned_data["document"].encode()
            if not document.strip():
                form.add_error("document", _("Choose a file, or write the profile here."))
            elif (profile := self.read(form, document)) is not None:
                try:
                    profiles.create(by=self.actor, profile=profile)
                except ValidationError as error:
                    form.add_error("document", error)
                else:
                    messages.success(request, _("The profile “%(name)s” is kept.") % {"name": profile.name})
                    return self.to_profile(profile.name)
        return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)

    def _copied(self, name: str) -> str:
        kept = kept_profile(name)
        if name not in shipped() and kept is None:
            return ""
        profile = profile_of(kept.document) if kept else shipped()[name]
        number = 2
        while is_taken(f"{name}-{number}") or kept_profile(f"{name}-{number}"):
            number += 1
        return to_toml(profile.model_copy(update={"name": f"{name[:70]}-{number}"}))


class ProfileRetire(ProfileMixin, View):
    """Nobody is offered it any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, given = self.kept(), request.POST.get("version", "")
        version = int(given) if given.isdecimal() and len(given) < 7 else 0
        try:
            profiles.retire(by=self.actor, kept=kept, version=version)
        except StaleSave as stale:
            messages.error(request, f"{stale} {_('Look at it before you retire it.')}")
        else:
            words = _("“%(name)s” is retired. Its versions stay; saving it again brings it back.")
            messages.success(request, words % {"name": kept.name})
        return self.to_profile(kept.name)


class ProfileMap(ProfileMixin, View):
    """A sample file, to map the profile's columns by pointing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, form = self.kept(), SampleForm(request.POST, request.FILES)
        words = _("Choose a file whose first rows can be looked at.")
        if profile_of(kept.document).lookups:
            words = _("This profile looks things up in further files: change its document.")
        elif form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = mapping.keep(by=self.actor, file=file, name=file.name, options={"edits": kept.name})
            except FileRefused as refusal:
                words, batch = refusal.message.translated(_), None
            if batch is not None:
                return redirect(reverse("suppliers:import_map", args=[batch.public_id]))
        messages.error(request, words)
        return self.to_profile(kept.name)
