"""What the company earns and pays reaches no partner: amounts planted in the ledger, looked for everywhere.

Every kind of partner reads all that links lead to, every list as a file, cards and their paper, rows,
previews, the API, mails and feeds. Numbers are looked for without their separators and cents: in any writing.
"""

import re
from datetime import date

import pytest
from django.urls import reverse

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent, Notice, OutboxMessage
from scorecards.actions import packs
from scorecards.actions.publishing import publish
from scorecards.engine.catalogue import CATALOGUE
from scorecards.models import Band, Scorecard, ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.pages.pack_document import pack_document
from suppliers.actions import feeds
from suppliers.actions.rates import derive
from suppliers.enums import EntryKind
from suppliers.imports.datasets import DATASETS
from suppliers.models import LedgerEntry, Partner, SalesTarget
from tests import world as worlds
from tests.architecture.access_matrix import ROWS
from tests.integration.test_rivals import acting, body_of, crawl

pytestmark = pytest.mark.django_db
WORD = "Ledgerword"
SELLING = ("revenue_vs_target", "revenue_growth", "commission_rate", "active_customers_kept")
OTHER_KINDS = [kind for kind in EntryKind.values if kind not in (EntryKind.REVENUE, EntryKind.COMMISSION)]
# What each seller sold in September, a year before, and was to sell: its own to read, in minor units.
OWN = {
    "Secretdistributor": (614_203_957, 502_817_364, 731_946_208),
    "Secretagent": (286_410_593, 193_582_746, 0),
}
PAPER = {"Secretdistributor": "6142039", "Secretagent": "2864105"}
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,\u00a0\u202f\u2009'’_]+(?=\d)")


class Book:
    """Books entries, and keeps what must stay secret: each amount, and the sums a page might show."""

    def __init__(self):
        self.amounts = set()
        self.next = 918_273_645

    def plant(self, kind, on, amount=None, **names):
        """An entry of its own amount unless one is given; a given one may be its owner's to read."""
        if amount is None:
            amount = -self.next if kind != EntryKind.REVENUE else self.next
            self.amounts.add(abs(amount))
            self.next += 11_111_100
        entry = LedgerEntry(
            entry_id=f"{WORD}-{LedgerEntry.objects.count()}",
            date=on,
            kind=kind,
            amount_minor=amount,
            currency="EUR",
            item_code=f"{WORD} item",
            category=f"{WORD} category",
            customer=f"{WORD} customer",
            reference=f"{WORD} reference",
            **names,
        )
        derive([entry])
        entry.save()
        return entry


def plain(body):
    """A text in which a number has no separators."""
    return _BETWEEN_DIGITS.sub("", body)


def found_in(body, amounts):
    """Which of these amounts (minor units) are written there: with cents or without."""
    text = plain(body)
    return sorted(amount for amount in amounts if str(amount)[:-2] in text)


@pytest.fixture
def sides(world):
    """A supplier and its rival, a distributor, an agent: each with people, orders and ledger entries."""
    manager = Actor(user=world.staff[StaffRole.PURCHASING_MANAGER])
    found = {"Secretbrandt": world.brandt, "Secretkestrel": world.kestrel}
    for word, kind in (("Secretdistributor", "distributor"), ("Secretagent", "agent")):
        found[word] = worlds._side(word, manager)
        Partner.objects.filter(pk=found[word].partner.pk).update(kind=kind)
        found[word].partner.refresh_from_db()
    return found


@pytest.fixture
def book(sides):
    kept = Book()
    supplier, rival = sides["Secretbrandt"].partner, sides["Secretkestrel"].partner
    day, before = date(2026, 9, 15), date(2025, 9, 15)
    for kind in [*OTHER_KINDS, EntryKind.COMMISSION, EntryKind.REVENUE]:
        kept.plant(kind, day, supplier=supplier)
        kept.plant(kind, day, supplier=rival)
    kept.plant(EntryKind.REVENUE, day)
    for word, column in (("Secretdistributor", "distributor"), ("Secretagent", "agent")):
        partner, (sold, year_before, target) = sides[word].partner, OWN[word]
        for kind in OTHER_KINDS:
            kept.plant(kind, day, **{column: partner})
        kept.plant(EntryKind.REVENUE, day, sold, **{column: partner, "supplier": supplier})
        kept.plant(EntryKind.REVENUE, before, year_before, **{column: partner})
        kept.plant(EntryKind.COMMISSION, day, -12_345_678, **{column: partner})
        if target:
            SalesTarget.objects.filter(partner=partner).update(revenue_minor=target)
    for partner in (supplier, rival, *(sides[word].partner for word in OWN)):
        kept.amounts |= _sums(partner)
    kept.amounts -= {amount for own in OWN.values() for amount in own}
    return kept


def _sums(partner):
    """What a page on the partner's contribution would show."""
    sums = set()
    for column in ("supplier", "distributor", "agent"):
        entries = LedgerEntry.objects.filter(**{column: partner}, entry_id__startswith=WORD)
        amounts = list(entries.values_list("kind", "amount_minor"))
        costs = [amount for kind, amount in amounts if amount < 0]
        sums |= {abs(sum(costs)), abs(sum(amount for _, amount in amounts))} if amounts else set()
    return sums


@pytest.fixture
def cards(sides, book, world):
    """A card of selling KPIs for each seller, with its pack; cards of delivery for all."""
    manager = Actor(user=world.staff[StaffRole.PURCHASING_MANAGER])
    for kind in ("distributor", "agent"):
        template = ScorecardTemplate.objects.create(name=f"Selling {kind}", kind=kind)
        version = TemplateVersion.objects.create(template=template, number=1, min_n=1)
        for position, code in enumerate(SELLING):
            TemplateLine.objects.create(
                version=version, position=position, kpi=code, weight=25, target=1, floor=0
            )
        Band.objects.create(version=version, name="All", lower=0, upper=100)
        done = publish(by=manager, template=template, period=worlds.PERIOD, today=worlds.TODAY, at=worlds.NOW)
        assert done.published == 1
    essentials = ScorecardTemplate.objects.get(name="Delivery essentials")
    publish(by=manager, template=essentials, period=worlds.PERIOD, today=worlds.TODAY, at=worlds.NOW)
    for word in OWN:
        side = sides[word]
        by = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
        for card in Scorecard.objects.filter(partner=side.partner, is_latest=True):
            packs.freeze(by=by, card=card, document=pack_document(card, by, worlds.TODAY), at=worlds.NOW)
    return Scorecard.objects.filter(is_latest=True)


def known_addresses(side, cards):
    """What links may not lead to: rows of every KPI, files, the API of datasets, pages of others."""
    for card in cards.filter(partner=side.partner):
        for name in ("card", "pdf", "rows_csv", "compare", "moved", "peers"):
            yield reverse(f"scorecards:{name}", args=[card.public_id])
        for code in CATALOGUE:
            rows = reverse("scorecards:rows", args=[card.public_id, code])
            yield from (rows, f"{rows}?format=csv", f"/api/v1/scorecards/{card.public_id}/rows/?kpi={code}")
        yield f"/api/v1/scorecards/{card.public_id}/"
    for template in ScorecardTemplate.objects.all():
        yield f"/scorecards/preview/?template={template.public_id}&period=2026-09"
        for code in CATALOGUE:
            yield f"/scorecards/preview/rows/{code}/?template={template.public_id}&period=2026-09"
    for dataset in DATASETS:
        export = reverse("suppliers:data_export", args=[dataset])
        yield from (f"/api/v1/{dataset}/", f"{export}?format=csv", f"{export}?format=xlsx")
    for entry in LedgerEntry.objects.all():
        yield f"/api/v1/ledger/{entry.public_id}/"
    yield from ("/home/", "/contribution/", "/contribution/?kind=supplier", "/scorecards/heat/", "/exports/")


def reads(side, cards):
    """(address, what it says) of all that its administrator opens."""
    role = PartnerRole.ADMIN
    client = acting(side.people[role], side)
    yield from crawl(client)
    for address in known_addresses(side, cards):
        yield address, body_of(client.get(address))
    actor = Actor(user=side.people[role], membership=side.memberships[role])
    _feed, secret = feeds.create(by=actor)
    yield "feed", body_of(client.get(reverse("suppliers:feed", args=[secret])))


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("Secretbrandt", marks=pytest.mark.any_engine),
        "Secretdistributor",
        pytest.param("Secretagent", marks=pytest.mark.any_engine),
    ],
)
def test_no_planted_amount_reaches_a_partner(sides, book, cards, word):
    assert len(book.amounts) > 40
    side = sides[word]
    others = {amount for own, amounts in OWN.items() if own != word for amount in amounts if amount}
    read = 0
    own = []
    for address, body in reads(side, cards):
        read += 1
        assert found_in(body, book.amounts | others) == [], address
        assert WORD.lower() not in body.lower(), address
        if word in OWN and PAPER[word] in plain(body):
            own.append(address)
    assert read > 100
    if word in OWN:  # its own revenue it reads, in rows and as a file: so the others' would be seen
        assert any("/rows/revenue_growth/" in address for address in own)
        assert any(address.endswith("rows.csv") for address in own)
        assert any(address.startswith("/api/v1/scorecards/") for address in own)


def test_no_address_of_ours_says_one(sides, book, cards, world):
    """Every page and operation there is, asked for by the distributor: 404s and refusals too."""
    client = acting(sides["Secretdistributor"].people[PartnerRole.ADMIN], sides["Secretdistributor"])
    client.raise_request_exception = False
    for row in ROWS:
        if row.method != "GET":
            continue
        body = body_of(client.get(reverse(row.name, kwargs=row.of(world))))
        assert found_in(body, book.amounts) == [], row.name
        assert WORD.lower() not in body.lower(), row.name


def test_mails_and_the_trail_of_a_partner_say_none(sides, book, cards):
    people = {user.email for side in sides.values() for user in side.people.values()}
    mails = OutboxMessage.objects.filter(to__in=people)
    assert mails.filter(to__contains="secretdistributor").exists()
    said = [f"{mail.subject} {mail.text} {mail.html}" for mail in mails]
    said += [str(notice.__dict__) for notice in Notice.objects.filter(user__email__in=people)]
    said += [str(event.data) for event in AuditEvent.objects.exclude(scope="")]
    for text in said:
        assert found_in(text, book.amounts) == []
        assert WORD.lower() not in text.lower()


def test_whoever_answers_for_the_profit_does_see_them(sides, book, cards, world):
    """So the test can fail: the same look finds them where they may be."""
    client = acting(world.staff[StaffRole.PURCHASING_MANAGER])
    listed = body_of(client.get("/api/v1/ledger/"))
    assert WORD in listed
    assert len(found_in(listed, book.amounts)) > 20
    export = reverse("suppliers:data_export", args=["ledger"])
    assert WORD in body_of(client.get(f"{export}?format=csv"))
    buyer = acting(world.staff[StaffRole.BUYER])
    assert found_in(body_of(buyer.get("/api/v1/ledger/")), book.amounts) == []


@pytest.mark.parametrize(
    "text",
    [
        "987654321", "9876543.21", "9,876,543.21", "9.876.543,21", "9 876 543,21", "9\u00a0876\u00a0543,21",
        "€9,876,543", "9'876'543.21", "9\u202f876\u202f543", "-9876543.21",
    ],
)  # fmt: skip
def test_any_writing_of_an_amount_is_found(text):
    assert found_in(f"<td>{text}</td>", {987_654_321}) == [987_654_321]
    assert found_in("<td>9,876,643.21</td>", {987_654_321}) == []
