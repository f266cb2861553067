"""Who of the demo was asked to read which text, and who has said that they did."""

from datetime import date, timedelta
from random import Random

from django.db.models import Q

from cms.actions.reading import ask, say_read
from cms.demo.days import moment, workday
from cms.facts.texts import in_force
from cms.models import Acknowledgement, TextVersion
from portal.actors import Actor
from portal.models import Notice
from suppliers.models import Membership

YEARS = timedelta(days=900)
LATELY = timedelta(days=90)
# Of older versions, and of those that came lately: how many have said that they read them.
OF_OLD, OF_NEW = 0.93, 0.6
# Bob and Erin find the newest versions waiting when they log in.
WAIT = ("bob@brandt.example", "erin@halden.example")


def read(*, on: date) -> int:
    """Asked on the day from which each version holds; returns how many have said that they read one."""
    dice = Random(f"reading {on.isoformat()}")
    asking = TextVersion.objects.filter(Q(asks_partners=True) | Q(asks_staff=True), minor=0)
    days = asking.filter(in_force_from__range=(on - YEARS, on)).order_by("in_force_from")
    for day in sorted(set(days.values_list("in_force_from", flat=True))):
        ask(now=moment(min(workday(day), on), dice))
    Notice.objects.filter(key__startswith="reading-asked").update(mailed_at=moment(on, dice))
    rows = Acknowledgement.objects.select_related("user", "version__page__content_type").order_by("pk")
    return sum(_say(row, on, dice) for row in rows)


def _say(row: Acknowledgement, on: date, dice: Random) -> bool:
    """Within their days, while that version held."""
    is_newest = on - row.version.in_force_from < LATELY
    late, chance = dice.randint(1, row.version.read_days), dice.random()
    day = workday(row.due_on - timedelta(days=row.version.read_days - late))
    then = in_force(row.version.page, day)
    if day >= on or then is None or then.major != row.version.major:
        return False
    if chance > (OF_NEW if is_newest else OF_OLD) or (is_newest and row.user.email in WAIT):
        return False
    say_read(by=_actor(row), version=then, at=moment(day, dice))
    return True


def _actor(row: Acknowledgement) -> Actor:
    if not row.scope:
        return Actor(user=row.user)
    rows = Membership.objects.select_related("partner").filter(partner__public_id=row.scope)
    return Actor(user=row.user, membership=rows.get(user=row.user))
