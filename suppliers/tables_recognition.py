"""The list of thanks, for staff and for the partner."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, LinkColumn, MomentColumn, Table
from suppliers.enums import RecognitionKind
from suppliers.models import Recognition

TONES = {RecognitionKind.THANKS: "open", RecognitionKind.AWARD: "ok"}
PICTURES = {RecognitionKind.THANKS: "heart", RecognitionKind.AWARD: "award"}


class TextColumn(Column):
    """Words of any length."""

    css = "full-narrow"


class OwnRecognitionTable(Table):
    """What was said to one partner."""

    at = MomentColumn(_("When"), initial_sort_descending=True)
    kind = ChipColumn(_("What"), tones=TONES, pictures=PICTURES)
    text = TextColumn(_("What for"), orderable=False)
    by_label = Column(_("Who"))
    empty_title = _("No thanks yet")
    empty_hint = _("What your partner thanks you for stands here, with who and when.")

    class Meta(Table.Meta):
        model = Recognition
        fields = ()
        order_by = ("-at",)


class RecognitionTable(Table):
    """What was said to all of them."""

    partner = LinkColumn(
        _("Partner"),
        linkify=lambda record: reverse("suppliers:partner", args=[record.partner.public_id]),
        accessor="partner__name",
    )
    kind = ChipColumn(_("What"), tones=TONES, pictures=PICTURES)
    text = TextColumn(_("What for"), orderable=False)
    by_label = Column(_("Who"))
    at = MomentColumn(_("When"), initial_sort_descending=True)
    taken_back_at = MomentColumn(_("Taken back"))
    always = ("partner",)
    at_first = ("partner", "kind", "text", "by_label", "at")
    empty_title = _("Nobody was thanked yet")
    empty_hint = _("Open a partner or its card: saying thank you is one click there.")

    class Meta(Table.Meta):
        model = Recognition
        fields = ()
        order_by = ("-at",)
