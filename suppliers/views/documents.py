"""Papers of a partner: the page of both sides, adding and renewing, looking at what a partner brought."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.actions.attachments import AttachmentRefused
from portal.views.base import ActionView, DetailPage, RowMixin
from suppliers.actions import documents
from suppliers.actions.documents import DocumentRefused
from suppliers.forms_documents import DocumentForm
from suppliers.models import DocumentNeed, Partner, PartnerDocument
from suppliers.permissions_onboarding import (
    check_can_change_document,
    check_can_keep_documents,
)
from suppliers.presenters.documents import look_words, papers_of
from suppliers.views.access import BothSidesMixin


def papers_url(partner: Partner) -> str:
    return reverse("suppliers:documents", args=[partner.public_id])


class DocumentsPage(BothSidesMixin, DetailPage):
    """All papers of one partner."""

    model = Partner
    template_name = "suppliers/papers/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        papers = papers_of(self.object, self.actor, timezone.localdate())
        return context | {
            "papers": papers,
            "look": look_words(),
            "back": reverse("suppliers:partner", args=[self.object.public_id]),
        }


class _DocumentForm(BothSidesMixin, RowMixin, TemplateView):
    """The form of a paper: what was typed stays when it is refused."""

    template_name = "suppliers/papers/form.html"
    partner: Partner
    old: PartnerDocument | None = None

    def shown(self, form: DocumentForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            partner=self.partner,
            old=self.old,
            look=look_words(),
            types=DocumentNeed.objects.filter(is_active=True).order_by("type"),
            back=papers_url(self.partner),
            **self.kwargs,
        )
        return self.render_to_response(context, status=status)

    def saved(self, form: DocumentForm, save: Any, words: str) -> HttpResponse:
        if form.is_valid():
            try:
                save(facts=form.facts, uploads=form.cleaned_data["files"])
            except DocumentRefused as refused:
                form.add_error(refused.field, str(refused))
            except AttachmentRefused as refused:
                form.add_error("files", str(refused))
            else:
                messages.success(self.request, words)
                return HttpResponseRedirect(papers_url(self.partner))
        return self.shown(form, 422)


class DocumentNewPage(_DocumentForm):
    """A new paper of the partner that the address names; `renews` names the one it follows."""

    model = Partner

    def prepare(self) -> dict[str, Any]:
        """Finds partner and old paper; returns what the form begins with."""
        self.partner = self.get_object()
        check_can_keep_documents(self.actor, self.partner)
        query = self.request.GET
        if key := query.get("renews"):
            own = PartnerDocument.objects.for_actor(self.actor).filter(partner=self.partner)
            self.old = get_object_or_404(own, public_id=key)
            return {"type": self.old.type, "number": self.old.number}
        needs = DocumentNeed.objects.filter(is_active=True, public_id=query.get("type", ""))
        return {"type": need.type} if (need := needs.first()) is not None else {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(DocumentForm(initial=self.prepare()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.prepare()
        form = DocumentForm(request.POST, request.FILES)

        def save(**given: Any) -> None:
            documents.add(by=self.actor, partner=self.partner, renews=self.old, at=timezone.now(), **given)

        return self.saved(form, save, _("Thank you. The paper is there."))


class DocumentEditPage(_DocumentForm):
    """Changes a paper, and adds files to it."""

    model = PartnerDocument

    def prepare(self) -> PartnerDocument:
        rows = PartnerDocument.objects.for_actor(self.actor).select_related("partner")
        document = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        check_can_change_document(self.actor, document)
        self.partner = document.partner
        return document

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = self.prepare()
        return self.shown(DocumentForm(document=document))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = self.prepare()
        form = DocumentForm(request.POST, request.FILES)

        def save(**given: Any) -> None:
            documents.edit(by=self.actor, document=document, at=timezone.now(), **given)

        return self.saved(form, save, _("Saved."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_edit=True, **kwargs)


class DocumentLookView(BothSidesMixin, ActionView):
    """Somebody of ours has looked at it."""

    model = PartnerDocument

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        document = self.get_object()
        documents.look_at(by=self.actor, document=document, at=timezone.now())
        messages.success(request, _("Thank you: “%(paper)s” counts from now on.") % {"paper": document})
        back = request.POST.get("back", "")
        if back == "inbox":
            return HttpResponseRedirect(reverse("suppliers:inbox"))
        return HttpResponseRedirect(papers_url(document.partner))


class DocumentRemovePage(BothSidesMixin, DetailPage):
    """Asks first, and says what is lost."""

    model = PartnerDocument
    template_name = "suppliers/papers/remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        check_can_change_document(self.actor, self.object)
        return context | {"back": papers_url(self.object.partner)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = self.get_object()
        partner, name = document.partner, str(document)
        documents.remove(by=self.actor, document=document)
        messages.success(request, _("Removed: %(paper)s.") % {"paper": name})
        return HttpResponseRedirect(papers_url(partner))
