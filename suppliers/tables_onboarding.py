"""The lists of onboarding: registrations, questionnaires, forms, needed papers, changes of data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.places import country_name
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, MomentColumn, NumberColumn, Table
from suppliers.enums import DataChangeState, FormState, PartnerKind, RegistrationState

REGISTRATION_TONES = {
    RegistrationState.UNCONFIRMED: "open",
    RegistrationState.WAITING: "us",
    RegistrationState.APPROVED: "ok",
    RegistrationState.DECLINED: "",
}
REGISTRATION_PICTURES = {
    RegistrationState.UNCONFIRMED: "clock",
    RegistrationState.WAITING: "clock",
    RegistrationState.APPROVED: "check",
    RegistrationState.DECLINED: "x",
}
CHANGE_TONES = {DataChangeState.WAITING: "us", DataChangeState.APPROVED: "ok"}
CHANGE_PICTURES = {
    DataChangeState.WAITING: "clock",
    DataChangeState.APPROVED: "check",
    DataChangeState.DECLINED: "x",
    DataChangeState.WITHDRAWN: "undo",
}
FORM_TONES = {
    FormState.OPEN: "you",
    FormState.SENT: "us",
    FormState.RETURNED: "warn",
    FormState.ACCEPTED: "ok",
}
FORM_PICTURES = {
    FormState.OPEN: "pen",
    FormState.SENT: "clock",
    FormState.RETURNED: "ask",
    FormState.ACCEPTED: "check",
}


def kinds_words(kinds: list[str]) -> str:
    """“Supplier, Agent”, or that it is for all."""
    if not kinds:
        return gettext("all kinds")
    return ", ".join(str(PartnerKind(kind).label) for kind in PartnerKind.values if kind in kinds)


class KindsColumn(Column):
    """For whom it is."""

    def write(self, value: Any, record: Any) -> str:
        return kinds_words(record.kinds)

    def value(self, value: Any, record: Any) -> str:
        return "; ".join(record.kinds)


class CountryColumn(Column):
    """A country by its name; its code in files."""

    def write(self, value: Any, record: Any) -> str:
        return country_name(value)

    def value(self, value: Any, record: Any) -> str:
        return str(value)


class DataChangeTable(Table):
    """Who asked for what, and who decided. The data themselves stand on the partner's page alone."""

    always = ("partner",)
    empty_title = _("No change was asked for")
    empty_hint = _("Bank and tax data change on a partner’s page, and only with a second person.")

    partner = LinkColumn(
        _("Partner"),
        accessor="partner__name",
        linkify=lambda record: reverse("suppliers:data_changes", args=[record.partner.public_id]),
        order_by=("partner__name", "pk"),
        sub=lambda record: record.get_kind_display(),
    )
    kind = Column(_("What"), order_by=("kind", "pk"))
    asked_by_label = Column(_("Asked by"), order_by=("asked_by_label", "pk"))
    asked_at = MomentColumn(_("Asked"), form="short", order_by=("asked_at", "pk"))
    decided_by_label = Column(_("Decided by"), order_by=("decided_by_label", "pk"))
    decided_at = MomentColumn(_("Decided"), form="short", order_by=("decided_at", "pk"))
    asked_back = Column(_("Asked back"), order_by=("asked_back", "pk"))
    state = ChipColumn(_("State"), tones=CHANGE_TONES, pictures=CHANGE_PICTURES, order_by=("state", "pk"))

    class Meta(Table.Meta):
        pass


class RegistrationTable(Table):
    """Who wants to become a partner."""

    always = ("name",)
    at_first = ("name", "kind", "country", "contact_name", "registered_at", "state")
    empty_title = _("Nobody has registered")
    empty_hint = _("The page for newcomers is /register/: give its address to who asks.")

    name = LinkColumn(
        _("Company"),
        linkify=lambda record: reverse("suppliers:registration", args=[record.public_id]),
        order_by=("name", "pk"),
        sub=lambda record: record.city,
    )
    kind = Column(_("Kind"), order_by=("kind", "pk"))
    country = CountryColumn(_("Country"), order_by=("country", "pk"))
    contact_name = Column(_("Contact"), order_by=("contact_name", "pk"))
    email = Column(_("E-mail address"), order_by=("email", "pk"))
    registered_at = MomentColumn(_("Registered"), form="short", order_by=("registered_at", "pk"))
    decided_by_label = Column(_("Decided by"), order_by=("decided_by_label", "pk"))
    state = ChipColumn(
        _("State"), tones=REGISTRATION_TONES, pictures=REGISTRATION_PICTURES, order_by=("state", "pk")
    )

    class Meta(Table.Meta):
        pass


class QuestionnaireTable(Table):
    """Modules of questions."""

    always = ("name",)
    empty_title = _("No questionnaire yet")
    empty_hint = _("Write one module for each subject: quality, environment, how we pay. Newcomers get them.")

    name = LinkColumn(
        _("Questionnaire"),
        linkify=lambda record: reverse("suppliers:questionnaire", args=[record.public_id]),
        order_by=("name", "pk"),
    )
    kinds = KindsColumn(_("For"), accessor="pk", orderable=False)
    days_to_answer = NumberColumn(_("Days to answer"), order_by=("days_to_answer", "pk"))
    asked = NumberColumn(_("Asked"), accessor="asked_count", order_by=("asked_count", "pk"))
    accepted = NumberColumn(_("Accepted"), accessor="accepted_count", order_by=("accepted_count", "pk"))
    is_active = ChipColumn(
        _("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("in use") if value else _("not in use"),
        order_by=("is_active", "pk"),
    )

    class Meta(Table.Meta):
        pass


class FormTable(Table):
    """What partners were asked, and how far they are."""

    always = ("name",)
    empty_title = _("Nothing was asked")
    empty_hint = _("Newcomers are asked by themselves; others by hand, on a questionnaire’s page.")

    name = LinkColumn(
        _("Questionnaire"),
        accessor="asked__questionnaire__name",
        linkify=lambda record: reverse("suppliers:partner_form", args=[record.public_id]),
        order_by=("asked__questionnaire__name", "pk"),
    )
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "pk"))
    asked_at = MomentColumn(_("Asked"), form="short", order_by=("asked_at", "pk"))
    due_on = DayColumn(_("Answer by"), order_by=("due_on", "pk"))
    sent_at = MomentColumn(_("Sent"), form="short", order_by=("sent_at", "pk"))
    decided_by_label = Column(_("Read by"), order_by=("decided_by_label", "pk"))
    state = ChipColumn(_("State"), tones=FORM_TONES, pictures=FORM_PICTURES, order_by=("state", "pk"))

    class Meta(Table.Meta):
        pass


class NeedTable(Table):
    """Papers that partners bring; who may change one finds the way there."""

    always = ("type",)
    empty_title = _("No paper is needed yet")
    empty_hint = _("Say which papers partners bring: what is missing is then shown to both sides.")

    type = LinkColumn(
        _("Document"),
        linkify=lambda record: reverse("suppliers:need_edit", args=[record.public_id]),
        order_by=("type", "pk"),
        sub=lambda record: record.why,
    )
    kinds = KindsColumn(_("For"), accessor="pk", orderable=False)
    must_expire = ChipColumn(
        _("Has a last day"),
        tones={True: "", False: ""},
        words=lambda value: _("yes") if value else _("no"),
        order_by=("must_expire", "pk"),
    )
    is_active = ChipColumn(
        _("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("in use") if value else _("not in use"),
        order_by=("is_active", "pk"),
    )

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, may_keep: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        self.may_keep = may_keep

    def render_type(self, value: Any, record: Any, column: Any) -> Any:
        return column.render(value, record) if self.may_keep else value
