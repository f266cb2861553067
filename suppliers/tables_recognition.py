"""The list of thanks, for staff and for the partner."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, LinkColumn, MomentColumn, Table
from suppliers.enums import RecognitionKind, WallState
from suppliers.models import Recognition

TONES = {RecognitionKind.THANKS: "open", RecognitionKind.AWARD: "ok"}
PICTURES = {RecognitionKind.THANKS: "heart", RecognitionKind.AWARD: "award"}


WALL_TONES = {WallState.ASKED: "warn", WallState.YES: "ok"}
WALL_PICTURES = {WallState.ASKED: "ask", WallState.YES: "globe", WallState.NO: "lock"}


class TextColumn(Column):
    """Words of any length."""

    css = "full-narrow"


class WallColumn(ChipColumn):
    """What the partner says of the public wall."""

    def __init__(self) -> None:
        super().__init__(_("Public wall"), tones=WALL_TONES, pictures=WALL_PICTURES)

    def render(self, value: Any, record: Recognition, bound_column: Any) -> Any:
        return super().render(value, record, bound_column) if record.wall else gettext("Not asked")


class WallActs(Column):
    """What the reader can do about it: our people ask, the partner's people decide."""

    css = "full-narrow"

    def __init__(self) -> None:
        super().__init__(
            _("Show it in public?"), accessor="pk", orderable=False, exclude_from_export=True, empty_values=()
        )


def button(path: str, token: str, words: str, shown: str = "") -> SafeString:
    """One press, one thing done."""
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="btn btn-sm" type="submit" name="shown" value="{}">{}</button></form>',
        path, token, shown, words,
    )  # fmt: skip


class WithWall(Table):
    """`may_ask`, `may_decide`: what of the public wall is this reader's to do."""

    wall = WallColumn()
    wall_act = WallActs()

    def __init__(
        self,
        data: Any = None,
        *,
        token: str = "",
        may_ask: bool = False,
        may_decide: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.token, self.may_ask, self.may_decide = token, may_ask, may_decide

    def render_wall_act(self, record: Recognition) -> Any:
        if record.taken_back_at is not None:
            return ""
        if self.may_ask and record.wall == WallState.UNASKED:
            return button(
                reverse("suppliers:wall_ask", args=[record.public_id]), self.token, gettext("Ask them")
            )
        return self._decisions(record) if self.may_decide else ""

    def _decisions(self, record: Recognition) -> SafeString:
        path = reverse("suppliers:wall_decide", args=[record.public_id])
        yes = button(path, self.token, gettext("Yes, show it"), "yes")
        words = gettext("Take it off the wall") if record.wall == WallState.YES else gettext("No")
        no = button(path, self.token, words, "no")
        if record.wall == WallState.ASKED:
            return format_html('<div class="row-gap">{}{}</div>', yes, no)
        return no if record.wall == WallState.YES else yes


class OwnRecognitionTable(WithWall):
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
        sequence = ("...", "wall", "wall_act")


class RecognitionTable(WithWall):
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
    at_first = ("partner", "kind", "text", "by_label", "at", "wall", "wall_act")
    empty_title = _("Nobody was thanked yet")
    empty_hint = _("Open a partner or its card: saying thank you is one click there.")

    class Meta(Table.Meta):
        model = Recognition
        fields = ()
        order_by = ("-at",)
        sequence = ("...", "wall", "wall_act")
