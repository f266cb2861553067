"""The list of proposals, for staff and for the partner they are about."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, Table
from scorecards.actions.proposal_words import what
from scorecards.enums import ProposalState
from scorecards.models import ProposedAction
from scorecards.pages.proposals import OWN_WORDS, PICTURES, TONES
from scorecards.tables.cards import period_words


def proposal_url(record: ProposedAction) -> str:
    """django-tables2 hands the row over by this name."""
    return reverse("scorecards:proposal", args=[record.public_id])


def state_label(value: Any) -> Any:
    return ProposalState(value).label


class WhatColumn(Column):
    """What is proposed, in words; on screen, in order and in files alike."""

    def render(self, value: Any, record: ProposedAction) -> str:
        return what(record)

    def value(self, value: Any, record: ProposedAction) -> str:
        return what(record)


class WhatLinkColumn(LinkColumn):
    def write(self, value: Any, record: ProposedAction) -> str:
        return what(record)

    def value(self, value: Any, record: ProposedAction) -> str:
        return what(record)


class PeriodOfColumn(Column):
    """The period of the card it follows from."""

    css = "nowrap"

    def write(self, value: Any, record: ProposedAction) -> Any:
        return period_words(record.card)


def own_state_label(value: Any) -> Any:
    """The same, said to the partner."""
    return OWN_WORDS.get(ProposalState(value), ProposalState(value).label)


STATE = {"tones": TONES, "pictures": PICTURES, "words": state_label}


class ProposalTable(Table):
    """Of all partners."""

    partner = LinkColumn(_("Partner"), linkify=proposal_url, accessor="partner__name")
    what = WhatColumn(_("Proposed"), accessor="kind", order_by=("kind", "action", "tier__rank"))
    state = ChipColumn(_("State"), **STATE)
    period = PeriodOfColumn(_("Card"), accessor="card__period", order_by=("card__ends_on",))
    proposed_at = DayColumn(_("Proposed on"), initial_sort_descending=True)
    answer_by = DayColumn(_("Answer by"))
    decided_at = DayColumn(_("Decided on"))
    decided_by_label = Column(_("Decided by"))
    ends_on = DayColumn(_("Until"))
    always = ("partner", "what")
    at_first = ("partner", "what", "state", "period", "proposed_at", "answer_by", "decided_at")
    empty_title = _("No proposal here")
    empty_hint = _("Bands and tiers propose when a period is published; a person decides.")

    class Meta(Table.Meta):
        model = ProposedAction
        fields = ()
        order_by = ("-proposed_at",)


class OwnProposalTable(Table):
    """Of one partner."""

    what = WhatLinkColumn(
        _("Proposed"), linkify=proposal_url, accessor="kind", order_by=("kind", "action", "tier__rank")
    )
    state = ChipColumn(_("State"), tones=TONES, pictures=PICTURES, words=own_state_label)
    period = PeriodOfColumn(_("Card"), accessor="card__period", order_by=("card__ends_on",))
    proposed_at = DayColumn(_("Proposed on"), initial_sort_descending=True)
    answer_by = DayColumn(_("Answer by"))
    decided_at = DayColumn(_("Decided on"))
    ends_on = DayColumn(_("Until"))
    always = ("what",)
    empty_title = _("Nothing was proposed about you")
    empty_hint = _("When a rule proposes something, you read it here first, with its figures.")

    class Meta(Table.Meta):
        model = ProposedAction
        fields = ()
        order_by = ("-proposed_at",)
