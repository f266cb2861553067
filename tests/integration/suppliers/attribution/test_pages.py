"""The pages of entries and rules: what they show adds up, what they do is done once, nobody else sees it."""

import pytest
from django.urls import reverse

from portal.actors import system_actor
from suppliers.actions.ledger_corrections import CorrectionRefused, correct
from suppliers.facts.attribution import as_rule, rules_in_use
from suppliers.facts.attribution_preview import preview
from suppliers.models import AttributionRule, ExchangeRate, LedgerEntry
from tests.factories import PartnerFactory
from tests.integration.suppliers.attribution.booking import bring, entry, named, rule, run

pytestmark = pytest.mark.django_db
ENTRIES = "/contribution/entries/"
RULES = "/contribution/rules/"


@pytest.fixture
def booked(brandt, kestrel):
    rule((brandt, 60), (kestrel, 40), item_codes=["A"])
    bring(
        entry("1", "100.01", item="A", order="SO1", customer="Nord"),
        entry("2", "50", supplier="BRANDT", item="B", order="SO2"),
        entry("3", "-20", kind="goods", item="C", on="2026-04-02"),
        entry("F", "-30", kind="freight", order="SO1"),
    )


def exported(client, query):
    """{entry: its part}, as the file has it."""
    answer = client.get(f"{ENTRIES}?{query}&format=csv&cols=entry_id,part_minor")
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = text.decode("utf-8-sig").splitlines()[1:]
    return dict(line.split(",")[:2] for line in lines)


def test_parts_of_what_is_asked_for_add_up(booked, brandt, kestrel, login, alice):
    client = login(alice)
    of_brandt = exported(client, f"partner={brandt.public_id}&role=supplier")
    assert of_brandt == {"1": "60.01", "2": "50.00", "F": "-18.00"}
    assert exported(client, f"partner={kestrel.public_id}") == {"1": "40.00", "F": "-12.00"}
    assert exported(client, "unattributed=1&role=supplier") == {"3": "-20.00"}
    assert exported(client, "from=2026-04-01&to=2026-04-30") == {"3": "-20.00"}
    assert set(exported(client, "kind=goods&kind=freight")) == {"3", "F"}
    assert exported(client, "q=nord") == {"1": "100.01"}
    chosen = AttributionRule.objects.get(name="Valves are Brandt's")
    assert exported(client, f"rule={chosen.public_id}") == {"1": "100.01"}
    page = client.get(f"{ENTRIES}?partner={brandt.public_id}").content.decode()
    assert "92.01" in page  # 60.01 + 50.00 - 18.00
    assert "by rule" in page


def test_the_list_costs_the_same_for_more_entries(booked, login, alice, django_assert_max_num_queries):
    client = login(alice)
    client.get(ENTRIES)
    bring(*(entry(f"N{number}", "1", item="A") for number in range(20)))
    with django_assert_max_num_queries(16):
        assert client.get(ENTRIES).status_code == 200


def test_an_entry_says_who_named_whom(booked, login, alice):
    client = login(alice)
    one = LedgerEntry.objects.get(entry_id="1")
    page = client.get(reverse("suppliers:ledger_entry", args=[one.public_id])).content.decode()
    assert "Valves are Brandt&#x27;s" in page
    assert "60.01" in page
    assert "make a rule" in page


def test_a_correction_is_two_new_entries(booked, brandt, login, alice):
    client = login(alice)
    one = LedgerEntry.objects.get(entry_id="2")
    address = reverse("suppliers:ledger_entry_correct", args=[one.public_id])
    given = {
        "date": "2026-03-15", "kind": "revenue", "amount": "45.50", "quantity": "",
        "supplier": brandt.public_id, "distributor": "", "agent": "", "item_code": "A", "category": "",
        "customer": "", "reference": "SO2", "reason": "",
    }  # fmt: skip
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert client.post(address, {**given, "reason": "Credit agreed"}).status_code == 302
    rows = LedgerEntry.objects.filter(corrects=one).order_by("pk")
    facts = list(rows.values_list("entry_id", "company_minor", "supplier__code", "item_code"))
    assert facts == [("2-R", -5_000, "BRANDT", "B"), ("2-C", 4_550, "BRANDT", "A")]
    one.refresh_from_db()
    assert one.company_minor == 5_000
    # A second time it is refused, and so is correcting what takes back.
    for each in (one, rows[0]):
        client.post(
            reverse("suppliers:ledger_entry_correct", args=[each.public_id]), {**given, "reason": "x"}
        )
    assert LedgerEntry.objects.filter(corrects__isnull=False).count() == 2
    assert client.get(reverse("suppliers:ledger_entry", args=[rows[1].public_id])).status_code == 200


def test_only_taken_back(booked, login, alice):
    client = login(alice)
    one = LedgerEntry.objects.get(entry_id="1")
    given = {"only_back": "on", "date": "2026-03-15", "kind": "revenue", "amount": "1", "reason": "Twice"}
    client.post(reverse("suppliers:ledger_entry_correct", args=[one.public_id]), given)
    assert LedgerEntry.objects.get(corrects=one).company_minor == -10_001
    assert named()["1-R"] == [("BRANDT", -6_001), ("KESTREL", -4_000)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "99999999999999999"}, "larger than any amount we store"),
        ({"amount": "-1000000000000000.1"}, "larger than any amount we store"),
        ({"date": "1969-12-31"}, "between 1970 and 2199"),
        ({"date": "9999-12-31"}, "between 1970 and 2199"),
    ],
)
def test_what_we_cannot_store_is_said_at_its_field(booked, login, alice, wrong, words):
    one = LedgerEntry.objects.get(entry_id="2")
    given = {"date": "2026-03-15", "kind": "revenue", "amount": "1", "reason": "Typed wrong"}
    address = reverse("suppliers:ledger_entry_correct", args=[one.public_id])
    answer = login(alice).post(address, given | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not LedgerEntry.objects.filter(corrects=one).exists()


def test_an_amount_too_large_in_our_currency_is_refused(booked, login, alice):
    ExchangeRate.objects.create(currency="USD", date="2026-01-01", rate="0.01")
    bring(entry("D", "1", currency="USD"))
    one = LedgerEntry.objects.get(entry_id="D")
    given = {"date": "2026-03-15", "kind": "revenue", "amount": "90000000000000", "reason": "Typed wrong"}
    address = reverse("suppliers:ledger_entry_correct", args=[one.public_id])
    answer = login(alice).post(address, given)
    assert answer.status_code == 422
    assert "larger than any amount we store" in answer.content.decode()
    facts = {"amount_minor": 9 * 10**15}
    with pytest.raises(CorrectionRefused):
        correct(by=system_actor(), entry=one, facts=facts, reason="Typed wrong")
    assert not LedgerEntry.objects.filter(corrects=one).exists()


def form(**given):
    return {"name": "New", "role": "supplier", "method": "shares", **given}


def test_a_rule_is_previewed_then_saved(booked, brandt, kestrel, login, alice):
    client = login(alice)
    typed = form(item_codes="C*\nZ", partner_0=kestrel.public_id)
    answer = client.post(f"{RULES}new/", {**typed, "preview": "1"})
    assert "It would name partners in 1 entry" in answer.content.decode()
    assert not AttributionRule.objects.filter(name="New").exists()
    assert client.post(f"{RULES}new/", typed).status_code == 302
    made = AttributionRule.objects.get(name="New")
    assert (made.item_codes, made.shares.get().share) == (["C*", "Z"], 1)
    assert "Rules have changed since" in client.get(RULES).content.decode()
    assert client.post(f"{RULES}run/").status_code == 302
    assert named()["3"] == [("KESTREL", -2_000)]
    page = client.get(RULES).content.decode()
    assert "Rules have changed since" not in page
    assert "1 newly named, 0 changed, 0 named no more, 2 as before" in page
    assert "KESTREL" not in client.get(f"{RULES}log/?rule={made.public_id}").content.decode()
    assert kestrel.name in client.get(f"{RULES}log/?rule={made.public_id}").content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Name at least one partner."),
        (
            {"partner_0": "brandt", "share_0": "60", "partner_1": "kestrel", "share_1": "30"},
            "are 90 % together",
        ),
        ({"partner_0": "brandt", "share_0": "50", "partner_1": "brandt", "share_1": "50"}, "named twice"),
        ({"partner_0": "agent"}, "cannot be named as"),
        ({"partner_0": "brandt", "item_codes": "A*B"}, "does not stand at the end"),
        (
            {"partner_0": "brandt", "valid_from": "2026-02-01", "valid_until": "2026-01-01"},
            "before the first",
        ),
    ],
)
def test_what_makes_no_rule_is_said(given, words, brandt, kestrel, login, alice):
    people = {"brandt": brandt, "kestrel": kestrel, "agent": PartnerFactory(kind="agent")}
    typed = {name: people[value].public_id if value in people else value for name, value in given.items()}
    answer = login(alice).post(f"{RULES}new/", form(**typed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AttributionRule.objects.filter(name="New").exists()


def test_a_stale_save_shows_both(booked, login, alice, brandt):
    client = login(alice)
    kept = AttributionRule.objects.get(name="Valves are Brandt's")
    address = reverse("suppliers:attribution_rule", args=[kept.public_id])
    typed = form(partner_0=brandt.public_id, version="1")
    assert client.post(address, {**typed, "name": "First"}).status_code == 302
    answer = client.post(address, {**typed, "name": "Second"})
    assert answer.status_code == 409
    assert "First" in answer.content.decode()


def test_order_and_retiring(booked, brandt, login, alice):
    client = login(alice)
    late = rule((brandt, 100), name="Late")
    client.post(f"{RULES}order/", {"up": late.public_id})
    run()
    assert named()["1"] == [("BRANDT", 10_001)]
    client.post(f"{RULES}order/", {"retire": late.public_id})
    run()
    assert named()["1"] == [("BRANDT", 6_001), ("KESTREL", 4_000)]
    client.post(f"{RULES}order/", {"revive": late.public_id})
    assert [one.key for one in rules_in_use() if one.role == "supplier"].index(late.pk) == 1


def test_the_preview_counts_what_a_run_names(booked, brandt, kestrel, actor_of, alice):
    bring(entry("G", "-9", kind="duty", order="SO2"), entry("H", "-9", kind="duty", order="SO3"))
    rules = rules_in_use()
    for place, one in enumerate(rules):
        found = preview(actor_of(alice), one, rules[:place])
        did = set(LedgerEntry.objects.filter(attributions__rule=one.key).values_list("pk", flat=True))
        assert {row.pk for row in found.samples} == did, one
        assert found.entries == len(did)
    typed = AttributionRule(name="All", role="supplier", method="shares")
    found = preview(actor_of(alice), as_rule(typed, [(brandt.pk, 1)]), rules)
    # 1, F and G are taken by earlier rules, 2 by its file.
    assert {row.entry_id for row in found.samples} == {"3", "H"}
    assert (found.entries, found.company_minor, found.unnamed, found.by_file) == (2, -2_900, 2, 1)


@pytest.mark.parametrize("address", [ENTRIES, RULES, f"{RULES}log/", f"{RULES}new/"])
def test_no_partner_sees_a_page(booked, address, login, bob):
    assert login(bob).get(address).status_code == 404
