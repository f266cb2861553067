"""What is asked by itself: a first word on orders that were sent, and “still good?” before a line comes due.

Runs every few minutes. Each is asked once: of an order what its newest line and newest change of ours name,
of a line each promised day. Nothing of the past is asked, nor while a file is being saved.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from portal.actions.notices import notify
from portal.actors import Actor, system_actor
from portal.enums import Channel
from portal.models import Notice, User
from suppliers.actions import wording
from suppliers.actions.asking import in_words_of, order_notice, readers_of
from suppliers.enums import LineStatus, PromiseEvent, TaskKind
from suppliers.facts.importing import is_importing
from suppliers.facts.reminding import to_ask_again, unanswered
from suppliers.facts.standing import with_standing
from suppliers.facts.tasks import about_of
from suppliers.models import Order, OrderLine, Promise, Reconfirmation

_KEYS_AT_ONCE = 5_000


def ask_orders(*, now: datetime) -> int:
    """Notices for orders with lines that wait for the partner's word; returns how many are new."""
    if is_importing():
        return 0
    by = system_actor(Channel.JOB)
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for order_id, pk in unanswered(by, now).order_by("order_id", "pk").values_list("order_id", "pk"):
        lines[order_id].append(pk)
    return _ask_orders(by, lines, now) if lines else 0


def ask_radar(*, now: datetime) -> int:
    """“Still good?” about lines that come due soon: notices for each partner's people; returns how many."""
    if is_importing():
        return 0
    by, asked_at = system_actor(Channel.JOB), now.replace(microsecond=0)
    soon = to_ask_again(by, now, settings.RADAR_DAYS)
    lines = list(
        soon.select_related("order", "partner__owner").order_by("partner_id", "standing__due_on", "pk")
    )
    notices = _radar_notices(lines, asked_at, now)
    with transaction.atomic():
        Reconfirmation.objects.bulk_create(
            (
                Reconfirmation(line=line, partner=line.partner, due_on=line.due_on, asked_at=asked_at)  # type: ignore[attr-defined]
                for line in lines
            ),
            ignore_conflicts=True,
            batch_size=500,
        )
        return notify(by=by, notices=notices)


def _ask_orders(by: Actor, lines: dict[int, list[int]], now: datetime) -> int:
    rounds = _rounds(list(lines))
    orders = Order.objects.filter(pk__in=lines).select_related("partner__owner").order_by("pk")
    partners = {order.partner for order in orders}
    people = readers_of(partners, now)
    wanted = {
        f"order:{order.public_id}:{rounds[order.pk]}:{user.pk}": (order, user)
        for order in orders
        for user in people.get(order.partner_id, ())
    }
    known = _known(list(wanted))
    new = {key: pair for key, pair in wanted.items() if key not in known}
    shown = _shown(by, [pk for order, _user in new.values() for pk in lines[order.pk]])
    return notify(
        by=by,
        notices=[_order_ask(user, order, shown[order.pk], key, now) for key, (order, user) in new.items()],
    )


def _order_ask(user: User, order: Order, lines: Sequence[OrderLine], key: str, now: datetime) -> Notice:
    words = in_words_of(user, partial(wording.order_words, order, lines))
    return order_notice(user, order, words, key=key, task=TaskKind.ORDER, lines=lines, at=now)


def _known(keys: list[str]) -> set[str]:
    """Those of these keys that were told already; a database takes only so many at once."""
    known: set[str] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = Notice.objects.filter(key__in=keys[start : start + _KEYS_AT_ONCE])
        known.update(some.values_list("key", flat=True))
    return known


def _rounds(order_ids: Sequence[int]) -> dict[int, str]:
    """What names a round of asking: the order's newest line and our newest change. Answers move neither."""
    lines = OrderLine.objects.filter(order_id__in=order_ids, status=LineStatus.CONFIRMED).order_by()
    newest = dict(lines.values("order_id").annotate(newest=Max("pk")).values_list("order_id", "newest"))
    changes = Promise.objects.in_force().filter(event=PromiseEvent.BUYER_CHANGE, line__order_id__in=order_ids)
    changed = dict(
        changes.order_by()
        .values("line__order_id")
        .annotate(newest=Max("pk"))
        .values_list("line__order_id", "newest")
    )
    return {pk: f"{newest.get(pk, 0)}.{changed.get(pk, 0)}" for pk in order_ids}


def _shown(by: Actor, pks: Sequence[int]) -> dict[int, list[OrderLine]]:
    found: defaultdict[int, list[OrderLine]] = defaultdict(list)
    lines = with_standing(OrderLine.objects.for_actor(by).filter(pk__in=pks)).select_related("order")
    for line in lines.order_by("requested_on", "pk"):
        found[line.order_id].append(line)
    return found


def _radar_notices(lines: Sequence[OrderLine], asked_at: datetime, now: datetime) -> list[Notice]:
    by_partner: defaultdict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_partner[line.partner_id].append(line)
    people = readers_of({group[0].partner for group in by_partner.values()}, now)
    about = about_of(asked_at)
    notices = []
    for partner_id, group in by_partner.items():
        pairs = [(line, line.due_on) for line in group]  # type: ignore[attr-defined]
        for user in people.get(partner_id, ()):
            key = f"radar:{group[0].partner.public_id}:{about}:{user.pk}"
            words = in_words_of(user, partial(wording.radar_words, pairs))
            order = group[0].order
            order.partner = group[0].partner
            notices.append(
                order_notice(
                    user, order, words, key=key, task=TaskKind.RADAR, lines=group, about=about, at=now
                )
            )
    return notices
