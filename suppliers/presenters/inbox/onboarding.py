"""Newcomers, papers to look at, answers to read and changes of data as cards of the inbox."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.actors import Actor
from portal.clocks import answer_due
from portal.presentation import number
from suppliers.enums import DataChangeState, DataKind, FormState, RegistrationState
from suppliers.facts.bank import waiting_changes
from suppliers.facts.documents import waiting_for_a_look
from suppliers.facts.onboarding import forms_shown
from suppliers.models import DataChange, PartnerDocument, PartnerForm, Registration
from suppliers.permissions import can_keep_partners
from suppliers.permissions_onboarding import can_decide_registrations
from suppliers.registry import Ask, Done, InboxSource, Stub

TEMPLATE = "suppliers/inbox/onboarding.html"
REGISTRATIONS, PAPERS, ANSWERS, CHANGES = "registrations", "papers", "answers", "data_changes"


@dataclass(frozen=True)
class Card:
    """A sentence, some facts, and the page on which it is decided; `look_url`: one press says it is seen."""

    words: str
    rows: tuple[tuple[str, str], ...]
    url: str
    act: str
    look_url: str = ""
    forms: dict[str, Any] = field(default_factory=dict)


def _registrations(actor: Actor) -> QuerySet[Registration]:
    rows = Registration.objects.for_actor(actor).filter(state=RegistrationState.WAITING)
    return rows if can_decide_registrations(actor) else rows.none()


def _papers(actor: Actor) -> QuerySet[PartnerDocument]:
    return waiting_for_a_look(actor).select_related("partner")


def _answers(actor: Actor) -> QuerySet[PartnerForm]:
    return forms_shown(actor).filter(state=FormState.SENT)


def _changes(actor: Actor) -> QuerySet[DataChange]:
    """Those that this reader may decide on."""
    rows = waiting_changes(actor)
    if actor.user is None or not can_decide_registrations(actor):
        return rows.none()
    return rows.exclude(asked_by=actor.user)


def _registration_card(one: Registration) -> tuple[str, str, Card]:
    rows = ((_("Kind"), str(one.get_kind_display())), (_("Contact"), one.contact_name))
    url = reverse("suppliers:registration", args=[one.public_id])
    title = _("%(name)s would like to become a partner") % {"name": one.name}
    return title, one.name, Card(one.offers[:300], rows, url, _("Look and decide"))


def _paper_card(one: PartnerDocument) -> tuple[str, str, Card]:
    names = {"partner": one.partner.name, "paper": str(one)}
    url = reverse("suppliers:documents", args=[one.partner.public_id])
    look = reverse("suppliers:document_look", args=[one.public_id])
    title = _("%(partner)s added a paper: %(paper)s") % names
    card = Card(
        _("It counts once somebody of ours has looked at it."),
        ((_("Added by"), one.added_by_label),),
        url,
        _("See the paper"),
        look,
    )
    return title, one.partner.name, card


def _answers_card(one: PartnerForm) -> tuple[str, str, Card]:
    names = {"partner": one.partner.name, "name": one.asked.questionnaire.name}
    url = reverse("suppliers:partner_form", args=[one.public_id])
    title = _("%(partner)s has answered: %(name)s") % names
    return title, one.partner.name, Card("", ((_("Sent by"), one.sent_by_label),), url, _("Read the answers"))


def _change_card(one: DataChange) -> tuple[str, str, Card]:
    names = {"partner": one.partner.name, "what": str(DataKind(one.kind).label).lower()}
    url = reverse("suppliers:data_changes", args=[one.partner.public_id])
    title = _("%(partner)s: another %(what)s is asked for") % names
    words = _("Ask back by a way that you knew before, then decide.")
    return (
        title,
        one.partner.name,
        Card(words, ((_("Asked by"), one.asked_by_label),), url, _("Ask back and decide")),
    )


@dataclass(frozen=True)
class _Kind:
    """`moment` names the field with when it came; `owned`: it is for who looks after the partner."""

    name: str
    rows: Callable[[Actor], QuerySet[Any]]
    card: Callable[[Any], tuple[str, str, Card]]
    moment: str
    owned: bool = True

    def waiting(self, actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
        partner = "partner_id"
        owner = "partner__owner_id" if self.owned else partner
        known = set(ours.values())
        return [
            Stub(self.name, key, pk or 0, at, answer_due(at), frozenset({who} & known if self.owned else ()))
            for key, pk, who, at in self.rows(actor)
            .order_by()
            .values_list("public_id", partner, owner, self.moment)
        ]

    def asks(self, actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
        keys = {stub.key: stub for stub in stubs}
        found = []
        for row in self.rows(actor).filter(public_id__in=keys):
            title, name, card = self.card(row)
            found.append(Ask(keys[row.public_id], name, title, TEMPLATE, card))
        return found


def _done_changes(actor: Actor, since: dt.datetime) -> list[Done]:
    rows = DataChange.objects.for_actor(actor).filter(decided_at__gte=since).select_related("partner")
    return [
        Done(
            one.decided_at,
            one.decided_by_label,
            _("Change of data %(state)s") % {"state": str(one.get_state_display()).lower()},
            one.partner.name,
            reverse("suppliers:data_changes", args=[one.partner.public_id]),
        )
        for one in rows.filter(state__in=(DataChangeState.APPROVED, DataChangeState.DECLINED))
        if one.decided_at is not None
    ]


def _done_registrations(actor: Actor, since: dt.datetime) -> list[Done]:
    rows = Registration.objects.for_actor(actor).filter(decided_at__gte=since)
    return [
        Done(
            one.decided_at,
            one.decided_by_label,
            _("Registration %(state)s") % {"state": str(one.get_state_display()).lower()},
            one.name,
            reverse("suppliers:registration", args=[one.public_id]),
        )
        for one in rows
        if one.decided_at is not None
    ]


def _done_answers(actor: Actor, since: dt.datetime) -> list[Done]:
    rows = forms_shown(actor).filter(decided_at__gte=since)
    return [
        Done(
            one.decided_at,
            one.decided_by_label,
            _("Answers read: %(name)s") % {"name": one.asked.questionnaire.name},
            one.partner.name,
            reverse("suppliers:partner_form", args=[one.public_id]),
        )
        for one in rows
        if one.decided_at is not None
    ]


def _done_papers(actor: Actor, since: dt.datetime) -> list[Done]:
    rows = PartnerDocument.objects.for_actor(actor).filter(checked_at__gte=since, added_by_side="partner")
    return [
        Done(
            one.checked_at,
            one.checked_by_label,
            _("Paper looked at: %(paper)s") % {"paper": one},
            one.partner.name,
            reverse("suppliers:documents", args=[one.partner.public_id]),
        )
        for one in rows.select_related("partner")
        if one.checked_at is not None
    ]


_REGISTRATIONS = _Kind(REGISTRATIONS, _registrations, _registration_card, "confirmed_at", owned=False)
_PAPERS = _Kind(PAPERS, _papers, _paper_card, "updated_at")
_ANSWERS = _Kind(ANSWERS, _answers, _answers_card, "sent_at")
_CHANGES = _Kind(CHANGES, _changes, _change_card, "asked_at", owned=False)


def _source(
    kind: _Kind, label: Any, tab: Any, answered: Callable[[Actor, dt.datetime], list[Done]], order: int
) -> InboxSource:
    return InboxSource(kind.name, label, tab, kind.waiting, kind.asks, answered, order)


SOURCES = (
    _source(_CHANGES, gettext_lazy("Change of data"), gettext_lazy("Changes of data"), _done_changes, 60),
    _source(
        _REGISTRATIONS, gettext_lazy("Registration"), gettext_lazy("Registrations"), _done_registrations, 62
    ),
    _source(_ANSWERS, gettext_lazy("Answers to read"), gettext_lazy("Answers"), _done_answers, 64),
    _source(_PAPERS, gettext_lazy("Paper to look at"), gettext_lazy("Papers"), _done_papers, 66),
)


def counts(actor: Actor) -> list[tuple[str, str]]:
    """What waits, in words, each with the page it is on; nothing where nothing waits."""
    changes = waiting_changes(actor).count()
    new = Registration.objects.for_actor(actor).filter(state=RegistrationState.WAITING).count()
    answers = _answers(actor).count()
    # Looked at in the inbox, which those who only read do not have.
    papers = _papers(actor).count() if can_keep_partners(actor) else 0
    rows = [
        (changes, ngettext("%(n)s change of data", "%(n)s changes of data", changes), "data_change_list"),
        (new, ngettext("%(n)s registration", "%(n)s registrations", new), "registration_list"),
        (answers, ngettext("%(n)s form to read", "%(n)s forms to read", answers), "form_list"),
        (papers, ngettext("%(n)s paper to look at", "%(n)s papers to look at", papers), "inbox"),
    ]
    return [
        (words % {"n": number(count)}, reverse(f"suppliers:{name}")) for count, words, name in rows if count
    ]
