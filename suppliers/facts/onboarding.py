"""How far a newcomer has come: forms accepted, needed papers there, known where to pay."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from portal.actors import Actor
from suppliers.enums import DataChangeState, DataKind, FormState, PartnerStatus
from suppliers.facts.documents import NeedState, needed_by_partner
from suppliers.models import BankAccount, DataChange, Partner, PartnerForm, Questionnaire


@dataclass(frozen=True)
class Progress:
    """What is done of what is needed. `bank`: it is known where to pay, and no change of it waits."""

    forms: int
    forms_done: int
    papers: int
    papers_done: int
    bank: bool

    @property
    def total(self) -> int:
        return self.forms + self.papers + 1

    @property
    def done(self) -> int:
        return self.forms_done + self.papers_done + self.bank

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


def progress_of(partners: Sequence[Partner], today: dt.date) -> dict[int, Progress]:
    """By partner pk: six queries for any number of partners."""
    pks = [partner.pk for partner in partners]
    forms: Counter[int] = Counter()
    done: Counter[int] = Counter()
    newest: dict[tuple[int, int], str] = {}
    rows = PartnerForm.objects.filter(partner_id__in=pks).order_by("asked__number", "pk")
    for pk, questionnaire, state in rows.values_list("partner_id", "asked__questionnaire_id", "state"):
        newest[pk, questionnaire] = state
    for (pk, _questionnaire), state in newest.items():
        forms[pk] += 1
        done[pk] += state == FormState.ACCEPTED
    waiting = DataChange.objects.filter(partner_id__in=pks, kind=DataKind.BANK, state=DataChangeState.WAITING)
    disputed = set(waiting.values_list("partner_id", flat=True))
    paid = set(BankAccount.objects.in_use().filter(partner_id__in=pks).values_list("partner_id", flat=True))
    needed = needed_by_partner(partners, today)
    return {
        pk: Progress(
            forms[pk],
            done[pk],
            len(needed[pk]),
            sum(one.state == NeedState.MET for one in needed[pk]),
            pk in paid and pk not in disputed,
        )
        for pk in pks
    }


def newcomers(actor: Actor) -> QuerySet[Partner]:
    """Partners in onboarding, by name."""
    rows = Partner.objects.for_actor(actor).filter(status=PartnerStatus.ONBOARDING, merged_into=None)
    return rows.select_related("owner").order_by("name", "pk")


def with_counts(rows: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """Annotates how often each was asked, and accepted."""
    return rows.annotate(
        asked_count=Count("versions__forms"),
        accepted_count=Count("versions__forms", filter=Q(versions__forms__state=FormState.ACCEPTED)),
    )


def forms_shown(actor: Actor) -> QuerySet[PartnerForm]:
    """With all that lists and pages name."""
    return PartnerForm.objects.for_actor(actor).select_related("partner__owner", "asked__questionnaire")
