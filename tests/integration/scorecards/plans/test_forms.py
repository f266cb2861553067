"""Plans are put forward and changed in the browser, by both sides; what was typed stays."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from portal.clocks import local_day
from portal.enums import Side
from scorecards.actions import plans
from scorecards.engine.plan_terms import PlanRule
from scorecards.enums import PlanSource
from scorecards.facts.plans import baseline, terms_of
from scorecards.models import ImprovementPlan
from scorecards.pages.words import figure_text
from suppliers.models import ReliabilitySum
from tests.integration.scorecards.plans.conftest import version_of

pytestmark = pytest.mark.django_db
NEW = "/plans/new/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-06 08:00:00+00:00", tick=False):
        yield


def typed(**changes):
    """What somebody types; the target in per cent."""
    given = {
        "act": "send",
        "kpi": "otif_lines",
        "title": "",
        "baseline_from": "2026-01-01",
        "baseline_to": "2026-03-31",
        "months": "1",
        "basis": "first_confirmed",
        "early_days": "2",
        "late_days": "0",
        "days": "calendar",
        "tolerance": "0",
        "target": "90 %",
        "by_when": "2027-03-31",
        "hold": "3",
        "cause": "five_whys",
        "cause_problem": "Cores come late",
        "cause_words": "of another way",
        "currency": "EUR",
        "partner_share": "50",
        "actions-0-key": "a1",
        "actions-0-side": "partner",
        "actions-0-title": "Second core box",
        "actions-0-due_on": "2026-12-01",
        "actions-0-waits_for": "a2",
        "actions-1-key": "a2",
        "actions-1-side": "company",
        "actions-1-title": "Release the drawing",
        "actions-1-due_on": "2026-11-02",
        "obligations-0-side": "company",
        "obligations-0-text": "A forecast of 13 weeks",
        "benefits-0-side": "both",
        "benefits-0-text": "Fewer rush freights",
        "benefits-0-basis": "12 months before",
        "benefits-0-amount": "10000.01",
    }
    return {**given, **changes}


def as_typed(form):
    """What a browser sends back of a form as it came."""
    rows = [(f"{part}-{at}", row) for part, rows in form.rows.items() for at, row in enumerate(rows)]
    return dict(form.raw) | {f"{lead}-{name}": value for lead, row in rows for name, value in row.items()}


def test_staff_propose_and_sign_at_once(client, us, brandt):
    client.force_login(us.user)
    response = client.post(NEW, typed(partner=brandt.public_id, sign="1"))
    plan = ImprovementPlan.objects.get()
    assert response.status_code == 302 and response.url == reverse("scorecards:plan", args=[plan.public_id])
    terms = terms_of(version_of(plan))
    assert (terms.target, terms.by_when, terms.hold) == (Decimal("0.9"), date(2027, 3, 31), 3)
    assert terms.cause.sections == (("problem", "Cores come late"),)
    assert [one.waits_for for one in terms.actions] == ["a2", ""]
    assert terms.benefits[0].minor == 1_000_001
    assert (plan.source, plan.proposed_by_side) == (PlanSource.HAND, Side.COMPANY)
    assert plan.title.endswith(": 90 %") or "to 90" in plan.title
    assert version_of(plan).signatures.get().side == Side.COMPANY


def test_a_partner_proposes_for_itself_alone(client, them, brandt, kestrel):
    client.force_login(them.user)
    response = client.post(NEW, typed(partner=kestrel.public_id))
    assert response.status_code == 302
    assert ImprovementPlan.objects.get().partner == brandt
    assert client.get(NEW + f"?partner={kestrel.public_id}").status_code == 404


def test_rows_come_and_go_and_all_that_was_typed_stays(client, us, brandt):
    client.force_login(us.user)
    response = client.post(NEW, typed(partner=brandt.public_id, act="actions:add", target="ninety"))
    form = response.context["form"]
    assert [row["title"] for row in form.rows["actions"]] == ["Second core box", "Release the drawing", ""]
    assert form.rows["actions"][2]["key"] == "a3"
    assert not form.errors
    for words in ("ninety", "Cores come late", "of another way", "10000.01", "A forecast of 13 weeks"):
        assert words in response.text
    less = client.post(NEW, typed(partner=brandt.public_id, act="actions:0:remove"))
    assert [row["key"] for row in less.context["form"].rows["actions"]] == ["a2"]
    assert not ImprovementPlan.objects.exists()


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"target": "0.9"}, "id_target"),
        ({"by_when": "2026-10-06"}, "id_by_when"),
        ({"baseline_to": "2026-10-05"}, "id_baseline_to"),
        ({"actions-1-waits_for": "a1"}, "part-actions"),
        ({"actions-0-owner": "alice@halden.example"}, "id_actions-0-owner"),
        ({"benefits-0-basis": ""}, "id_benefits-0-basis"),
        ({"partner_share": "101"}, "id_partner_share"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_everything(client, us, brandt, changes, anchor):
    client.force_login(us.user)
    response = client.post(NEW, typed(partner=brandt.public_id, **changes))
    assert response.status_code == 422
    assert anchor in [where for _words, where in response.context["form"].errors]
    assert f'href="#{anchor}"' in response.text and f'id="{anchor}"' in response.text
    assert "Second core box" in response.text
    assert not ImprovementPlan.objects.exists()


def test_the_preview_says_what_would_be_frozen(client, us, brandt):
    client.force_login(us.user)
    response = client.post(NEW, typed(partner=brandt.public_id, act="preview"))
    rule = PlanRule(early_days=2)
    span = (date(2026, 1, 1), date(2026, 3, 31))
    found = baseline(brandt, "otif_lines", rule, *span, local_day())
    shown = response.context["preview"]
    assert shown.value == figure_text("share", found.value)
    assert str(found.n) in shown.counted
    assert not ImprovementPlan.objects.exists()
    client.post(NEW, typed(partner=brandt.public_id))
    plan = ImprovementPlan.objects.get()
    assert (plan.baseline, plan.baseline_n) == (found.value, found.n)


def test_the_split_is_shown_to_the_last_cent(client, us, brandt):
    client.force_login(us.user)
    split = client.post(NEW, typed(partner=brandt.public_id, act="preview")).context["split"]
    written = [one.replace("\xa0", " ") for one in (split.total, split.theirs, split.ours)]
    assert written == ["EUR 10,000.01", "EUR 5,000.01", "EUR 5,000.00"]


def test_a_viewer_does_not_propose(client, viewer):
    client.force_login(viewer)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403


def test_both_sides_put_other_terms_forward(client, us, them, agreed):
    where = reverse("scorecards:plan_change", args=[agreed.public_id])
    client.force_login(them.user)
    form = client.get(where).context["form"]
    assert form.raw["target"] == "90"
    given = as_typed(form) | {"act": "preview"}
    shown = client.post(where, given)
    assert shown.status_code == 200 and shown.context["differs"] == []
    given |= {"why": "A year is fairer", "hold": "12"}
    shown = client.post(where, given)
    assert [(one.was, one.now) for one in shown.context["differs"]] == [("1", "12")]
    assert agreed.versions.count() == 1
    assert client.post(where, given | {"act": "send"}).status_code == 302
    agreed.refresh_from_db()
    assert terms_of(agreed.terms).hold == 1
    assert (version_of(agreed).why, version_of(agreed).side) == ("A year is fairer", Side.PARTNER)


def test_terms_that_came_in_between_are_not_written_over(client, us, them, agreed):
    where = reverse("scorecards:plan_change", args=[agreed.public_id])
    client.force_login(us.user)
    form = client.get(where).context["form"]
    given = as_typed(form) | {"act": "send", "why": "Later", "hold": "3"}
    old = terms_of(agreed.terms)
    plans.change(by=them, plan=agreed, terms=replace(old, hold=2), why="Theirs")
    refused = client.post(where, given)
    assert refused.status_code == 422 and "Later" in refused.text
    assert version_of(agreed).why == "Theirs"
    given["seen"] = refused.context["form"].raw["seen"]
    assert client.post(where, given).status_code == 302


def test_a_rival_sees_no_plan_to_change(client, charlie, agreed):
    client.force_login(charlie)
    assert client.get(reverse("scorecards:plan_change", args=[agreed.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["card", "contest", "case", "idea", "sum"])
def test_what_does_not_exist_is_not_started_from(client, us, them, name):
    for actor in (us, them):
        client.force_login(actor.user)
        assert client.get(f"{NEW}?{name}=nowhere").status_code == 404
        assert client.post(f"{NEW}?{name}=nowhere", typed()).status_code == 404


@pytest.fixture
def kept(brandt):
    inputs = {"lead": "30", "lead_to": "30", "lead_sd": "9", "lead_sd_to": "4", "unit_cost": "12.77"}
    return ReliabilitySum.objects.create(
        partner=brandt,
        item_code="PH-40",
        inputs=inputs,
        units=278_000_000,
        cash_minor=355_006,
        benefit_minor=73_300,
        currency="EUR",
        at=date(2026, 9, 1).isoformat() + "T08:00:00+00:00",
        by_label="Alice",
    )


def test_a_sum_fills_the_form_in_and_says_what_the_partner_reads(client, us, them, kept):
    client.force_login(us.user)
    response = client.get(f"{NEW}?sum={kept.public_id}")
    form = response.context["form"]
    assert (form.raw["kpi"], form.raw["target"]) == ("lead_time_sd", "4")
    assert form.rows["benefits"][0]["amount"] == "733"
    assert "The partner reads the gain below" in response.text
    assert "12.77" not in response.text
    client.force_login(them.user)
    assert client.get(f"{NEW}?sum={kept.public_id}").status_code == 404


def test_only_kpis_that_both_read_can_be_planned(client, us):
    client.force_login(us.user)
    assert client.get(NEW + "?kpi=partner_satisfaction").status_code == 404
    assert client.get(NEW + "?kpi=otif_lines").context["form"].kpi == "otif_lines"
