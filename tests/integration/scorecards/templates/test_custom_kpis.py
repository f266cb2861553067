"""KPIs of one's own: checked where they go wrong, tried on facts, copied into templates."""

import pytest
from django.utils import timezone

from scorecards.models import CustomKpi, Scorecard
from scorecards.pages.kpi_choices import choices
from tests.factories import PartnerFactory
from tests.integration.scorecards.templates.conftest import typed

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Reliability",
    "code": "reliability",
    "formula": "(otif_lines + promise_kept) / 2",
    "unit": "share",
    "higher_is_better": "True",
    "description": "Both kinds of word, kept.",
}


@pytest.fixture
def own(login, alice):
    assert login(alice).post("/scorecards/kpis/new/", FACTS).status_code == 302
    return CustomKpi.objects.get(code="reliability")


@pytest.fixture
def url(own):
    return f"/scorecards/kpis/{own.public_id}/"


def test_it_is_added_shown_and_listed(login, erin, own, url):
    page = login(erin).get(url).content.decode()
    assert "(otif_lines + promise_kept) / 2" in page
    assert "Promises kept" in page
    assert "Change it" not in page
    assert "Reliability" in login(erin).get("/scorecards/kpis/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"formula": "otif_line / 2"}, "formula", "Did you mean otif_lines"),
        ({"formula": "price_variance / 2"}, "formula", "for staff only"),
        ({"formula": "otif_lines + paid_within_terms"}, "formula", "of the other half"),
        ({"formula": "10**10**10"}, "formula", "no powers"),
        ({"formula": "__import__('os')"}, "formula", "cannot stand"),
        ({"code": "otif_lines"}, "code", "in the catalogue already"),
        ({"code": "min"}, "code", "in the catalogue already"),
        ({"code": "Über"}, "code", "small letters"),
        ({"unit": "bananas"}, "unit", "bananas"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(login, alice, changes, field, said):
    response = login(alice).post("/scorecards/kpis/new/", {**FACTS, **changes})
    assert response.status_code == 422
    form = response.context["form"]
    assert said in str(form.errors[field])
    assert form["description"].value() == FACTS["description"]
    assert not CustomKpi.objects.exists()


def test_a_code_is_given_once(login, alice, own):
    response = login(alice).post("/scorecards/kpis/new/", FACTS)
    assert response.status_code == 422
    assert CustomKpi.objects.count() == 1


def test_the_check_marks_the_character(login, alice):
    response = login(alice).post(
        "/scorecards/kpis/new/", {**FACTS, "formula": "  otif_lines + <b>", "check": "1"}
    )
    pointer = response.context["pointer"]
    assert (pointer.before, pointer.here, pointer.after, pointer.at) == ("  otif_lines + ", "<", "b>", 16)
    assert "otif_lines + <mark>&lt;</mark>b&gt;" in response.content.decode()


@pytest.mark.parametrize("partners", [1, 7])
def test_the_check_shows_values_and_stores_nothing(
    login, alice, deliver, monkeypatch, partners, django_assert_max_num_queries
):
    from datetime import date

    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 20))
    for number in range(partners):
        deliver(PartnerFactory(name=f"P{number}"), [0, 0, 3, 3])
    client = login(alice)
    with django_assert_max_num_queries(12):
        response = client.post("/scorecards/kpis/new/", {**FACTS, "check": "1"})
    tried = response.context["tried"]
    assert tried.period == "Q3\u00a02026"
    assert tried.values[0] == ("P0", "50.00\u00a0%", "counts 4")
    assert len(tried.values) == min(partners, 5)
    assert not CustomKpi.objects.exists()


def test_a_template_keeps_a_copy(login, alice, own, url, template, opened, edit_url, deliver, brandt):
    client = login(alice)
    data = opened(**{"lines-0-kpi": "reliability"})
    assert client.post(edit_url, data).status_code == 302
    line = template.versions.first().lines.get(kpi="reliability")
    assert (line.formula, line.name, line.unit) == (FACTS["formula"], "Reliability", "share")
    changed = {**FACTS, "formula": "min(otif_lines, promise_kept)", "version": own.version}
    assert client.post(url + "edit/", changed).status_code == 302
    line.refresh_from_db()
    assert line.formula == FACTS["formula"]
    page = client.get(url).content.decode()
    assert "Delivery essentials" in page
    assert "with an earlier formula" in page
    editor = client.get(edit_url).context["editor"]
    assert client.post(edit_url, typed(editor, note="the new formula")).status_code == 302
    newest = template.versions.first().lines.get(kpi="reliability")
    assert newest.formula == "min(otif_lines, promise_kept)"
    assert template.versions.count() == 3


def test_a_card_is_made_of_it(login, alice, own, template, opened, edit_url, deliver, brandt):
    from datetime import date

    from portal.actors import system_actor
    from portal.engine.periods import Period
    from scorecards.actions.publishing import publish

    login(alice).post(edit_url, opened(**{"lines-0-kpi": "reliability"}))
    deliver(brandt, [0] * 5 + [3])
    template.refresh_from_db()
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=date(2026, 10, 20))
    result = Scorecard.objects.get().results.get(kpi="reliability")
    assert f"{result.value:.6f}" == "0.833333"


def test_a_retired_one_is_offered_no_more_but_kept_where_it_is(
    login, alice, own, url, template, opened, edit_url
):
    client = login(alice)
    client.post(edit_url, opened(**{"lines-0-kpi": "reliability"}))
    assert client.post(url + "retire/").status_code == 302
    assert "Reliability, retired" in client.get(edit_url).content.decode()
    assert "reliability" not in choices()
    editor = client.get(edit_url).context["editor"]
    assert client.post(edit_url, typed(editor, grace_days="8")).status_code == 302
    assert template.versions.first().lines.get(kpi="reliability").formula == FACTS["formula"]
    client.post(url + "restore/")
    assert "reliability" in choices()


def test_two_people_do_not_overwrite_each_other(login, alice, dana, own, url):
    first = {**FACTS, "name": "By Alice", "version": own.version}
    second = {**FACTS, "name": "By Dana", "version": own.version}
    assert login(alice).post(url + "edit/", first).status_code == 302
    response = login(dana).post(url + "edit/", second)
    assert response.status_code == 409
    assert "By Alice" in response.content.decode()
    assert "By Dana" in response.content.decode()
    own.refresh_from_db()
    assert own.name == "By Alice"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(login, alice, count, django_assert_num_queries):
    for number in range(count):
        CustomKpi.objects.create(code=f"k{number}", name=f"K {number}", unit="share", formula="otif_lines")
    client = login(alice)
    with django_assert_num_queries(5):
        response = client.get("/scorecards/kpis/")
    assert len(list(response.context["table"].rows)) == count


@pytest.mark.parametrize("act", ["", "edit/", "retire/", "restore/"])
def test_partners_do_not_know_that_it_exists(login, bob, own, url, act):
    client = login(bob)
    method = client.post if act in ("retire/", "restore/") else client.get
    assert method(url + act).status_code == 404


def test_who_only_reads_changes_nothing(login, erin, own, url):
    client = login(erin)
    assert client.post(url + "edit/", {**FACTS, "name": "No"}).status_code == 403
    assert client.post(url + "retire/").status_code == 403
    own.refresh_from_db()
    assert (own.name, own.is_active) == ("Reliability", True)
