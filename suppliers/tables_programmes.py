"""The list of programmes, and that of the partners in one: on screen and as a file."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, NumberColumn, ShareColumn, Table
from suppliers.models import ServiceProgramme
from suppliers.presenters.programmes import PartnerRow, categories_words, window_words


class WindowColumn(Column):
    """The window in words; as a file too: its days stand on the programme's page."""

    def render(self, value: Any, record: ServiceProgramme) -> str:
        return window_words(record)

    def value(self, value: Any, record: ServiceProgramme) -> str:
        return window_words(record)


class ProgrammeTable(Table):
    """Programmes as staff see them; `partners` is how many are in it now."""

    always = ("name",)
    empty_title = _("No programme yet")
    empty_hint = _("Offer the first one: a lead time, a window, and what the partner gets for it.")

    name = LinkColumn(
        _("Programme"),
        linkify=lambda record: reverse("suppliers:programme", args=[record.public_id]),
        sub=categories_words,
        order_by=("name", "pk"),
    )
    lead_days = NumberColumn(_("Lead time"), unit=_("days"), order_by=("lead_days", "pk"))
    window = WindowColumn(_("Window"), accessor="late_days", orderable=False)
    partners = NumberColumn(_("Partners in it"), order_by=("partners", "pk"))
    is_offered = ChipColumn(
        _("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("Offered") if value else _("Closed to newcomers"),
        order_by=("is_offered", "pk"),
    )

    class Meta(Table.Meta):
        pass


class OwnProgrammeTable(Table):
    """Programmes as a partner sees them, for the file; on screen they are cards."""

    name = Column(_("Programme"))
    lead_days = NumberColumn(_("Lead time"), unit=_("days"))
    window = WindowColumn(_("Window"), accessor="late_days", orderable=False)
    benefits = Column(_("What you get"))
    joined_on = DayColumn(_("Joined"))
    left_on = DayColumn(_("Left"))

    class Meta(Table.Meta):
        pass


class EnrolledTable(Table):
    """The partners in a programme, before and after they joined."""

    always = ("partner",)
    empty_title = _("Nobody has joined yet")
    empty_hint = _("Tell the partners you have in mind: they join with one click on their page.")

    partner = LinkColumn(_("Partner"), linkify=lambda record: record.url)
    joined_on = DayColumn(_("Joined"), initial_sort_descending=True)
    left_on = DayColumn(_("Left"))
    lead_before = NumberColumn(_("Lead before"), unit=_("days"), places=1)
    lead_after = NumberColumn(_("Lead after"), unit=_("days"), places=1)
    otif_before = ShareColumn(_("OTIF before"))
    otif_after = ShareColumn(_("OTIF after"))
    waited_before = NumberColumn(_("Wait before"), unit=_("days"), places=1)
    waited_after = NumberColumn(_("Wait after"), unit=_("days"), places=1)
    released = NumberColumn(_("Released"), unit=_("units"))
    lines = NumberColumn(_("Complete since"), unit=_("lines"))

    at_first = (
        "partner",
        "joined_on",
        "lead_before",
        "lead_after",
        "otif_before",
        "otif_after",
        "waited_before",
        "waited_after",
        "released",
    )

    class Meta(Table.Meta):
        pass

    def row_class(self, record: PartnerRow) -> str:
        return "is-open" if record.partner == self.picked else ""

    def __init__(self, data: Any = None, *, picked: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.picked = picked
