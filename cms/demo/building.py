"""Builds the demo company from nothing, and knows whether it stands already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cms.demo import (
    answers,
    cards,
    cases,
    disputes,
    files,
    media,
    onboarding,
    pages,
    people,
    plans,
    playbooks,
    policies,
    profit,
    reading,
    relationship,
    standards,
    standings,
    surveys,
    talk,
)
from cms.demo.cast import cast
from cms.demo.days import moment
from portal.actions import audit
from portal.actors import Actor, system_actor
from portal.models import AuditEvent, User
from suppliers.models import Partner

BUILT = "demo.built"
# So many of the newest months are judged by the version that asks for certificates.
GATED = 4


@dataclass(frozen=True)
class Size:
    """How much: months of trade, share of the usual order lines, months with cards."""

    months: int = 24
    scale: float = 1.0
    cards: int = 14


def built_for() -> str:
    """The as-of day of the demo in this database, empty when there is none."""
    event = AuditEvent.objects.filter(verb=BUILT).order_by("-pk").first()
    return event.data["as_of"] if event else ""


def is_empty() -> bool:
    """Nothing that anybody entered: the demo may be built."""
    return not Partner.objects.exists() and not User.objects.exists()


def build(*, as_of: date, size: Size = Size(), say: Callable[[str], None] = lambda text: None) -> None:
    """The whole company; facts end on the day before `as_of`. Everything goes through the actions."""
    staff = people.hire()
    alice = Actor(user=staff["alice@halden.example"])
    firms = cast()
    talk.offer(alice=alice)
    talk.tolerate(alice=alice)
    files.load(by=alice, firms=firms, as_of=as_of, months=size.months, scale=size.scale, say=say)
    profit.attribute(alice=alice, as_of=as_of)
    profit.say_what_trouble_costs(alice=alice, as_of=as_of)
    profit.close_months(alice=alice, as_of=as_of)
    profit.assess(alice=alice, as_of=as_of)
    profit.keep_a_sum(alice=alice, as_of=as_of)
    closed = cards.closed_months(as_of, size.cards)
    standings.offer(alice=alice)
    made = cards.publish_months(by=alice, as_of=as_of, months=closed[:-GATED])
    standings.ask_for_documents(alice=alice)
    made += cards.publish_months(by=alice, as_of=as_of, months=closed[-GATED:-1])
    # Before the newest cards, so that only these are announced by mail.
    people.welcome(by=alice)
    made += cards.publish_months(by=alice, as_of=as_of, months=closed[-1:])
    say(f"{made:,} cards of {len(closed)} months")
    cards.answer(alice=alice, as_of=as_of)
    ben = Actor(user=staff["ben@halden.example"])
    disputes.contest(alice=alice, as_of=as_of)
    disputes.excuse(alice=alice, ben=ben, as_of=as_of)
    disputes.ask_how_we_are(alice=alice, as_of=as_of)
    standings.decide(alice=alice, ben=ben, as_of=as_of)
    talk.talk(alice=alice, as_of=as_of)
    relationship.relate(alice=alice, ben=ben, as_of=as_of)
    dana = Actor(user=staff["dana@halden.example"])
    cases.cases_of_two_years(alice=alice, ben=ben, dana=dana, as_of=as_of)
    plans.agree_on_plans(alice=alice, dana=dana, as_of=as_of)
    onboarding.welcome(alice=alice, dana=Actor(user=staff["dana@halden.example"]), as_of=as_of)
    published_on = as_of - timedelta(days=60)
    at = moment(published_on, Random(as_of.isoformat()))
    erin = staff["erin@halden.example"]
    say(f"{len(surveys.listen(erin=erin, alice=alice, as_of=as_of))} surveys")
    say(f"{standards.promise(erin=erin, on=as_of)} promises with their quarters")
    say(f"{pages.write(erin=erin, on=as_of, at=at)} public pages")
    standards.mission(erin=erin, on=as_of, at=at)
    say(f"{media.show(erin=erin, alice=alice, as_of=as_of)} pictures and files")
    say(f"{policies.write(erin=erin, on=as_of)} versions of policies")
    said = answers.talk(owner=Actor(user=erin), as_of=as_of)
    say(f"{said} questions and proposals about policies, {playbooks.write(erin=erin, on=as_of)} playbooks")
    say(f"{reading.read(on=as_of)} readings of policies and playbooks")
    audit.record(by=system_actor(), verb=BUILT, data={"as_of": as_of.isoformat()})
