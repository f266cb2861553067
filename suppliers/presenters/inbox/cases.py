"""Cases as cards of the inbox: what we owe next, and remedies that wait for a colleague’s yes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import Deputy, User
from portal.presentation import money
from suppliers.enums import CaseAct, RemedyState
from suppliers.facts.case_clocks import end_of
from suppliers.facts.case_lists import next_due, waits_for
from suppliers.facts.colleagues import acting_people
from suppliers.facts.remedies import limits
from suppliers.models import Case, CaseMessage, CaseRemedy, RemedyLimit
from suppliers.presenters.cases.clocks import clock_of
from suppliers.presenters.cases.words import next_sentence, next_words
from suppliers.registry import Ask, Done, Stub

KIND = "cases"
# Acts of ours that answer.
ANSWERS = (CaseAct.ACKNOWLEDGE, CaseAct.UNDERSTAND, CaseAct.OFFER, CaseAct.FOLLOW_UP, CaseAct.GRANT)


@dataclass(frozen=True)
class CaseAsk:
    """What was said last, what comes next, and where to do it."""

    url: str
    next_words: str
    next_sentence: str
    who: str
    at: dt.datetime | None
    text: str
    reference: str
    area: str
    waiting: str
    tel: str
    forms: dict[str, Any] = field(default_factory=dict)


def ours(actor: Actor) -> QuerySet[Case]:
    """Cases whose next step is ours; while a remedy waits for a yes, it waits for who may say it."""
    return Case.objects.for_actor(actor).filter(waits_for(Side.COMPANY))


def waiting(actor: Actor, people: Mapping[str, int]) -> list[Stub]:
    """Least time first is the page's. A remedy that waits belongs to those who may grant it."""
    known = set(people.values())
    rows = list(ours(actor).select_related("partner").order_by())
    granters = _granters(_held({one.pk for one in rows}))
    found = []
    for one in rows:
        due = next_due(one)
        owners = granters.get(one.pk) or frozenset({one.owner_id} & known)
        found.append(
            Stub(
                KIND,
                one.public_id,
                one.partner_id,
                one.opened_at,
                due if isinstance(due, dt.datetime) else end_of(due) if due else one.opened_at,
                owners,
                clock=clock_of(one, timezone.now()),
            )
        )
    return found


def mine(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[Case]:
    """Those of this buyer, of those for whom they stand in, and of nobody; and what they may say yes to."""
    me, colleagues = actor.user, acting_people("").order_by()
    rows = ours(actor)
    own = Q(owner=me) | Q(owner__in=away.values("user_id")) | Q(owner=None)
    own |= ~Q(owner__in=colleagues.values("pk"))
    held = CaseRemedy.objects.filter(case_id=OuterRef("pk"), state=RemedyState.WAITING)
    limit = Subquery(RemedyLimit.objects.filter(role=me.role).values("amount_minor"))
    most = Subquery(RemedyLimit.objects.order_by("-amount_minor").values("amount_minor")[:1])
    reach = Q(currency=settings.COMPANY_CURRENCY, amount_minor__lte=limit)
    reach |= ~Q(currency=settings.COMPANY_CURRENCY) & Q(furthest__lte=limit)
    grantable = held.annotate(furthest=most).filter(reach).exclude(offered_by=me)
    return rows.filter((own & ~Exists(held)) | Exists(grantable))


def _held(cases: set[int]) -> dict[int, CaseRemedy]:
    """Remedies that wait for a colleague, by case: one query."""
    rows = CaseRemedy.objects.filter(case_id__in=cases, state=RemedyState.WAITING)
    return {one.case_id: one for one in rows}


def _granters(held: Mapping[int, CaseRemedy]) -> dict[int, frozenset[int]]:
    """Who may say yes to each, by case; in another currency who goes furthest. Two queries."""
    if not held:
        return {}
    known = limits()
    most = max(known.values(), default=0)
    people = list(User.objects.filter(role__in=known, is_active=True).values_list("pk", "role"))
    found = {}
    for case, remedy in held.items():
        is_own = remedy.currency == settings.COMPANY_CURRENCY
        least = (remedy.amount_minor or 0) if is_own else most
        found[case] = frozenset(
            pk for pk, role in people if known[role] >= least and pk != remedy.offered_by_id
        )
    return found


def asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    """A fixed number of queries for any number of cases."""
    by_key = {stub.key: stub for stub in stubs}
    rows = list(
        Case.objects.for_actor(actor)
        .filter(public_id__in=by_key)
        .select_related("partner", "opened_by", "owner")
    )
    held = _held({one.pk for one in rows})
    last = _last_said({one.pk for one in rows})
    return [_ask(by_key[one.public_id], one, last.get(one.pk), held.get(one.pk)) for one in rows]


def _last_said(cases: set[int]) -> dict[int, CaseMessage]:
    """What the partner said last, by case: one query."""
    rows = CaseMessage.objects.filter(case_id__in=cases, side=Side.PARTNER, staff_only=False)
    return {one.case_id: one for one in rows.order_by("at", "pk")}


def _ask(stub: Stub, case: Case, said: CaseMessage | None, remedy: CaseRemedy | None) -> Ask:
    phone = case.opened_by.phone if case.opened_by is not None else case.partner.phone
    amount = ""
    if remedy is not None:
        amount = (
            money(remedy.amount_minor, remedy.currency) if remedy.amount_minor is not None else remedy.text
        )
    detail = CaseAsk(
        url=reverse("suppliers:case", args=[case.public_id]),
        next_words=_("Decide on %(amount)s") % {"amount": amount} if amount else next_words(case),
        next_sentence=next_sentence(case),
        who=said.said_by if said else case.opened_by_label,
        at=said.at if said else None,
        text=said.text if said else "",
        reference=case.reference,
        area=str(case.get_area_display()) if case.area else "",
        waiting=_("%(who)s offers %(amount)s: over their limit, it waits for a colleague’s yes.")
        % {"who": remedy.offered_by_label, "amount": amount}
        if remedy is not None
        else "",
        tel="".join(sign for sign in phone if sign.isdigit() or sign == "+"),
    )
    title = _("%(partner)s: %(title)s") % {"partner": case.partner.name, "title": case.title}
    return Ask(stub, case.partner.name, title, "suppliers/inbox/case.html", detail, detail.next_words)


def answered(actor: Actor, since: dt.datetime) -> list[Done]:
    """Our steps since that moment: one query."""
    rows = CaseMessage.objects.for_actor(actor).filter(
        side=Side.COMPANY, staff_only=False, act__in=ANSWERS, at__gte=since
    )
    return [
        Done(
            one.at,
            one.said_by,
            _("Case, %(act)s: %(title)s") % {"act": CaseAct(one.act).label.lower(), "title": one.case.title},
            one.case.partner.name,
            reverse("suppliers:case", args=[one.case.public_id]),
        )
        for one in rows.select_related("case__partner").order_by("-at", "-pk")
    ]
