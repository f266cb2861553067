"""Who is told what about order lines and questions; mails are made of it as each person prefers.

Called by the actions that cause it, in their transaction. Each `tell_...` needs the same few statements for
any number of lines of one partner.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor
from portal.enums import Side
from portal.models import Notice, User
from suppliers.actions import wording
from suppliers.actions.wording import Words
from suppliers.enums import PromiseEvent, TaskKind
from suppliers.facts.people import ANSWERING, answering_people, buyer_of, buyers_by_address
from suppliers.models import Membership, Order, OrderLine, Partner, Promise, Question, QuestionMessage

_OURS = {PromiseEvent.CONFIRM, PromiseEvent.COUNTER, PromiseEvent.DECLINE, PromiseEvent.AGREE}


def tell_proposed(*, by: Actor, lines: Iterable[OrderLine]) -> int:
    """The buyer hears of proposals that wait for them: one notice for each order."""
    return _tell_buyers(by, lines, PromiseEvent.PROPOSE, wording.proposed_words)


def tell_rejected(*, by: Actor, lines: Iterable[OrderLine]) -> int:
    """The buyer hears of lines that the partner cannot deliver: one notice for each order."""
    return _tell_buyers(by, lines, PromiseEvent.REJECT, wording.rejected_words)


def tell_answered(*, by: Actor, lines: Iterable[OrderLine]) -> int:
    """The partner's people hear what the buyer said: accepted, countered, declined or agreed.

    A counter-proposal waits for their word, so its mail opens that task; the rest is news.
    """
    last = [one for one in _last_words(lines) if one.event in _OURS]
    people = readers_of({one.line.partner for one in last}, timezone.now())
    notices: list[Notice] = []
    for order, promises in _by_order(last):
        asked = [one for one in promises if one.event == PromiseEvent.COUNTER]
        told = [one for one in promises if one.event != PromiseEvent.COUNTER]
        for user in people.get(order.partner_id, ()):
            if asked:
                key = f"counter:{max(one.pk for one in asked)}:{user.pk}"
                words = in_words_of(user, partial(wording.countered_words, order, asked))
                notices.append(
                    order_notice(user, order, words, key=key, task=TaskKind.COUNTER, lines=_lines(asked))
                )
            if told:
                key = f"answered:{max(one.pk for one in told)}:{user.pk}"
                words = in_words_of(user, partial(wording.settled_words, order, told))
                notices.append(order_notice(user, order, words, key=key, task="", lines=_lines(told)))
    return notify(by=by, notices=notices)


def tell_question(*, by: Actor, question: Question, message: QuestionMessage) -> int:
    """The side that did not speak hears of it: who owns the question or asked it, else all who may answer."""
    waits = message.side == question.asked_by_side
    to_partner = message.side == Side.COMPANY
    notices = []
    for user in _who_hears(question, waits=waits, to_partner=to_partner):
        words = in_words_of(user, partial(wording.question_words, question, message))
        notices.append(
            Notice(
                user=user,
                scope=question.partner.public_id,
                key=f"question:{message.public_id}:{user.pk}",
                task=TaskKind.QUESTION if waits else "",
                about=question.public_id,
                path=_way(("suppliers:question", question.public_id)),
                subject=_one_line(words.subject),
                words=words.text,
                act=words.act,
                facts=words.facts,
                reply_to=message.user.email,
                created_at=timezone.now(),
            )
        )
    return notify(by=by, notices=notices)


def readers_of(partners: Iterable[Partner], at: datetime) -> dict[int, list[User]]:
    """Who of these partners' people hears of what waits: those who may answer, or who stands in for them."""
    known = {partner.pk: partner for partner in partners}
    on = timezone.localdate(at)
    found: dict[int, list[User]] = {}
    for partner_id, people in answering_people(list(known)).items():
        here = standing_in_for(people, known[partner_id].public_id, on)
        mine = {user.pk for user in people}
        reading = [here.get(user.pk, user) for user in people]
        # Who stands in may have left since, or may only look now: then the person themselves is written to.
        found[partner_id] = _once(
            deputy if deputy.pk in mine else user for user, deputy in zip(people, reading, strict=True)
        )
    return found


def order_notice(
    user: User,
    order: Order,
    words: Words,
    *,
    key: str,
    task: str,
    lines: Sequence[OrderLine],
    about: str = "",
    at: datetime | None = None,
) -> Notice:
    """About lines of one order; a mail about one line leads there without its task too."""
    owner = order.partner.owner
    return Notice(
        user=user,
        scope=order.partner.public_id,
        key=key,
        task=task,
        about=about or order.public_id,
        path=_way(("suppliers:order_line", lines[0].public_id)),
        subject=_one_line(words.subject),
        words=words.text,
        act=words.act,
        facts=words.facts,
        reply_to=owner.email if owner is not None and owner.is_active and not user.role else "",
        created_at=at or timezone.now(),
    )


def _tell_buyers(
    by: Actor,
    lines: Iterable[OrderLine],
    event: str,
    words_of: Callable[[Order, Sequence[Promise]], Words],
) -> int:
    said = [one for one in _last_words(lines) if one.event == event]
    by_address = buyers_by_address({one.line.order.buyer_email for one in said})
    groups = [
        (order, promises, buyer)
        for order, promises in _by_order(said)
        if (buyer := buyer_of(order.partner, order, by_address)) is not None
    ]
    here = standing_in_for([buyer for *_, buyer in groups], "", timezone.localdate())
    notices = []
    for order, promises, buyer in groups:
        user = here.get(buyer.pk, buyer)
        notice = order_notice(
            user,
            order,
            in_words_of(user, partial(words_of, order, promises)),
            key=f"{event}:{max(one.pk for one in promises)}:{user.pk}",
            task=TaskKind.PROPOSAL,
            lines=_lines(promises),
        )
        notice.path = _way(("suppliers:inbox",), ("suppliers:order_line", promises[0].line.public_id))
        notice.reply_to = by.user.email if by.user is not None and not by.user.role else ""
        notices.append(notice)
    return notify(by=by, notices=notices)


def _last_words(lines: Iterable[OrderLine]) -> list[Promise]:
    """The newest word of each of these lines, with its parts and all that a mail names: three statements."""
    in_force = Promise.objects.in_force().filter(line_id__in=[line.pk for line in lines])
    newest = dict(in_force.order_by("made_at", "pk").values_list("line_id", "pk"))
    said = (
        Promise.objects.filter(pk__in=newest.values())
        .select_related("line__order__partner__owner", "line__partner__owner")
        .prefetch_related("parts")
    )
    return list(said.order_by("line__order_id", "line_id"))


def _by_order(promises: Sequence[Promise]) -> list[tuple[Order, list[Promise]]]:
    ordered = sorted(promises, key=lambda one: (one.line.order_id, one.line_id))
    return [(group[0].line.order, group) for group in _groups(ordered)]


def _groups(promises: Sequence[Promise]) -> list[list[Promise]]:
    return [list(group) for _order, group in groupby(promises, key=lambda one: one.line.order_id)]


def _lines(promises: Sequence[Promise]) -> list[OrderLine]:
    return [one.line for one in promises]


def _who_hears(question: Question, *, waits: bool, to_partner: bool) -> list[User]:
    now = timezone.now()
    named = question.owner if waits else question.asked_by
    if not to_partner:
        ours = named if named is not None and named.is_active and named.role else question.partner.owner
        if ours is None or not ours.is_active:
            return []
        return [standing_in_for([ours], "", timezone.localdate(now)).get(ours.pk, ours)]
    everybody = readers_of([question.partner], now).get(question.partner_id, [])
    if named is None or not _answers_for(named, question.partner):
        return everybody
    here = standing_in_for([named], question.partner.public_id, timezone.localdate(now))
    deputy = here.get(named.pk, named)
    return [deputy if deputy in everybody else named]


def _answers_for(user: User, partner: Partner) -> bool:
    roles = Membership.objects.filter(user=user, partner=partner, role__in=ANSWERING)
    return user.is_active and roles.exists()


def in_words_of(user: User, words: Callable[[], Words]) -> Words:
    """In the reader's language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        return words()


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def _way(*places: tuple[str, ...]) -> str:
    """The address of the first of these pages that there is."""
    for name, *args in places:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return reverse("portal:home")


def _one_line(words: str) -> str:
    return " ".join(words.split())[:250]
