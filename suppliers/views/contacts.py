"""The people whom we can reach at a partner."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.views.base import DetailPage, RowMixin
from suppliers.actions import partners
from suppliers.forms import ContactForm, VersionedForm
from suppliers.models import Contact, Partner
from suppliers.permissions import check_can_keep_contacts
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import EditPage, FormPage


class ContactNewPage(BothSidesMixin, RowMixin, FormPage):
    """A new contact of the partner that the address names."""

    model = Partner
    form_class = ContactForm
    template_name = "suppliers/partners/contact.html"

    def check(self) -> None:
        self.partner = self.get_object()
        check_can_keep_contacts(self.actor, self.partner)

    def save(self, form: VersionedForm) -> str:
        partners.add_contact(by=self.actor, partner=self.partner, facts=form.facts)
        return self.partner_url()

    def partner_url(self) -> str:
        return reverse("suppliers:partner", args=[self.partner.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(partner=self.partner, back=self.partner_url(), **kwargs)


class ContactEditPage(BothSidesMixin, EditPage):
    model = Contact
    form_class = ContactForm
    template_name = "suppliers/partners/contact.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("partner")

    def check(self) -> None:
        check_can_keep_contacts(self.actor, self.object)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        partners.edit_contact(by=self.actor, contact=self.object, version=version, changes=form.facts)
        return reverse("suppliers:partner", args=[self.object.partner.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = self.object.partner
        back = reverse("suppliers:partner", args=[partner.public_id])
        return super().get_context_data(partner=partner, back=back, **kwargs)


class ContactRemovePage(BothSidesMixin, DetailPage):
    """Asks first, and says what will be gone."""

    model = Contact
    template_name = "suppliers/partners/contact_remove.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("partner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        check_can_keep_contacts(self.actor, self.object)
        return context | {"back": reverse("suppliers:partner", args=[self.object.partner.public_id])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = self.get_object()
        back = reverse("suppliers:partner", args=[contact.partner.public_id])
        partners.remove_contact(by=self.actor, contact=contact)
        messages.success(request, _("%(name)s is no longer among the contacts.") % {"name": contact.name})
        return HttpResponseRedirect(back)
