"""The list of cards, for staff and for the partner they are about."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.engine.periods import Period
from portal.presentation import NONE, number, share
from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, NumberColumn, ShareColumn, Table
from portal.templatetags.accord import band as draw_band
from portal.templatetags.accord import chip, icon
from scorecards.enums import CardState
from scorecards.models import Scorecard
from scorecards.pages.words import period_name

TONES = {CardState.WITH_US: "us", CardState.WITH_PARTNER: "open", CardState.AGREED: "ok"}
PICTURES = {CardState.WITH_US: "ask", CardState.WITH_PARTNER: "clock", CardState.AGREED: "check"}


def card_url(record: Scorecard) -> str:
    """django-tables2 hands the row over by this name."""
    return reverse("scorecards:card", args=[record.public_id])


def period_words(card: Scorecard) -> str:
    return period_name(Period.parse(card.period))


class PeriodColumn(Column):
    """September 2026; sorted by its days, exported as 2026-09."""

    css = "nowrap"

    def __init__(self, **options: Any) -> None:
        super().__init__(
            _("Period"), order_by=("ends_on", "starts_on"), initial_sort_descending=True, **options
        )

    def write(self, value: Any, record: Any) -> Any:
        return period_words(record)


class PeriodLinkColumn(LinkColumn):
    """The period as the name of the row."""

    def write(self, value: Any, record: Any) -> Any:
        return period_words(record)


class ScoreColumn(NumberColumn):
    """A score with one decimal; one that rests on part of the weight says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_("Score"), places=1, unit=_("of 100"), empty_values=(), **options)

    def render(self, value: Any, record: Any) -> Any:
        if value is None:
            return format_html('<span class="muted">{}</span>', _("not graded"))
        return number(value, self.places)


class BandColumn(Column):
    def __init__(self, **options: Any) -> None:
        super().__init__(_("Band"), empty_values=(), **options)

    def render(self, value: Any, record: Any) -> Any:
        return draw_band(value, True) if value else chip(_("No band"))


class CoverageColumn(ShareColumn):
    """The share of the weight that could be graded."""

    def write(self, value: Any, record: Any) -> Any:
        return share(value, 0)


def state_words(value: Any) -> Any:
    return CardState(value).label


def own_state_words(value: Any) -> Any:
    """The same, said to the partner."""
    return {
        CardState.WITH_US: _("Answered, with us"),
        CardState.WITH_PARTNER: _("With you"),
        CardState.AGREED: _("Agreed"),
    }[CardState(value)]


class CardTable(Table):
    """Cards of all partners."""

    partner = LinkColumn(
        _("Partner"),
        linkify=card_url,
        accessor="partner__name",
        sub=lambda card: card.partner.get_kind_display(),
    )
    period = PeriodColumn()
    score = ScoreColumn()
    band = BandColumn()
    coverage = CoverageColumn(_("Coverage"))
    state = ChipColumn(_("State"), tones=TONES, pictures=PICTURES, words=state_words)
    published_at = DayColumn(_("Published"))
    as_of = DayColumn(_("As of"))
    revision = NumberColumn(_("Revision"))
    template = Column(_("Template"), accessor="template__name")
    code = Column(_("Code"), accessor="partner__code")
    always = ("partner", "period")
    at_first = ("partner", "period", "score", "band", "coverage", "state", "published_at")
    empty_title = _("No card is published yet")
    empty_hint = _("Import orders and receipts, then publish a period that has closed.")

    class Meta(Table.Meta):
        model = Scorecard
        fields = ()
        order_by = ("-period", "partner")


class OwnCardTable(Table):
    """A partner's own cards."""

    period = PeriodLinkColumn(
        _("Period"),
        linkify=card_url,
        accessor="period",
        order_by=("ends_on", "starts_on"),
        initial_sort_descending=True,
    )
    score = ScoreColumn()
    band = BandColumn()
    coverage = CoverageColumn(_("Coverage"))
    state = ChipColumn(_("State"), tones=TONES, pictures=PICTURES, words=own_state_words)
    published_at = DayColumn(_("Published"))
    as_of = DayColumn(_("As of"))
    revision = NumberColumn(_("Revision"))
    template = Column(_("Template"), accessor="template__name")
    always = ("period",)
    at_first = ("period", "score", "band", "coverage", "state", "published_at")
    empty_title = _("No card yet")
    empty_hint = _("Your first card comes when a period has closed. You get a mail.")

    class Meta(Table.Meta):
        model = Scorecard
        fields = ()
        order_by = ("-period",)


class PartnerScoreColumn(NumberColumn):
    """In lists of partners: the newest score, and whether it rose since the period before."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_("Score"), places=1, unit=_("of 100"), orderable=True, **options)

    def write(self, value: Any, record: Any) -> Any:
        if value is None:
            return NONE
        if value.score is None:
            return format_html('<span class="muted">{}</span>', _("not graded"))
        url = reverse("scorecards:card", args=[value.public_id])
        return format_html(
            '<a class="text-reset" href="{}">{}</a>{}', url, number(value.score, 1), _arrow(value.change)
        )

    def value(self, value: Any, record: Any) -> Any:
        return value.score if value else None


def _arrow(change: Any) -> Any:
    """Up, down or unchanged; nothing without a period before."""
    if change is None:
        return ""
    picture, tone, word = ("up", "txt-ok", _("up")) if change > 0 else ("fall", "txt-bad", _("down"))
    if change == 0:
        picture, tone, word = "dash", "muted", _("unchanged")
    return format_html(
        ' <span class="{} tiny">{}<span class="vh">{}</span></span>', tone, icon(picture), word
    )
