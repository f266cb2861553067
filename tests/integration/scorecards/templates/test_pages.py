"""Pages of templates: the list, what one says, its versions, and who may see them."""

import pytest

from portal.models import AuditEvent
from scorecards.facts.templates import template_of
from scorecards.forms.publishing import PublishForm
from scorecards.models import ScorecardTemplate
from tests.factories import PartnerFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_url(template):
    return f"/scorecards/templates/{template.public_id}/"


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(login, alice, template, more, django_assert_num_queries):
    for number in range(more):
        ScorecardTemplate.objects.create(name=f"Another {number}")
    client = login(alice)
    with django_assert_num_queries(5):
        response = client.get("/scorecards/templates/")
    rows = list(response.context["table"].rows)
    assert len(rows) == 1 + more


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=delivery", 1), ("q=nothing", 0), ("kind=dealer", 0), ("is_active=1", 1), ("is_active=0", 0)],
)
def test_filters(login, alice, template, query, found):
    response = login(alice).get(f"/scorecards/templates/?{query}")
    assert len(list(response.context["table"].rows)) == found


def test_every_column_sorts_and_goes_into_the_file(login, alice, template):
    client = login(alice)
    table = client.get("/scorecards/templates/").context["table"]
    for name, column in table.base_columns.items():
        if column.orderable is not False:
            assert client.get(f"/scorecards/templates/?sort=-{name}").status_code == 200, name
    text = b"".join(client.get("/scorecards/templates/?format=csv").streaming_content).decode()
    assert "Delivery essentials" in text
    assert "All partners" in text


@pytest.mark.parametrize("versions", [1, 4])
def test_a_page_costs_the_same_with_many_versions(
    login, alice, dana, page_url, template, opened, edit_url, versions, django_assert_num_queries
):
    for number in range(1, versions):
        login(alice).post(edit_url, opened(grace_days=str(3 + number)))
    client = login(alice)
    with django_assert_num_queries(10):
        page = client.get(page_url).content.decode()
    assert "100 points at 95\u00a0%, 0 at 60\u00a0%" in page
    assert "85 to 100" in page
    assert f"Version {versions}" in page


def test_two_versions_beside_each_other(login, alice, page_url, opened, edit_url):
    changes = {
        "lines-0-weight": "35",
        "lines-1-weight": "20",
        "gates-0-document_type": "ISO 9001",
        "gates-0-cap": "Reliable",
        "note": "What customers see counts more",
    }
    login(alice).post(edit_url, opened(**changes))
    response = login(alice).get(page_url + "?was=1&now=2")
    found = {row.what: (row.was, row.now) for row in response.context["compared"]}
    assert set(found) == {"On time and in full, by line", "Quantity on time", "Gate ISO 9001"}
    assert "weight 30" in found["On time and in full, by line"][0]
    assert "weight 35" in found["On time and in full, by line"][1]
    assert found["Gate ISO 9001"] == ("", "at best Reliable")
    assert "What customers see counts more" in response.content.decode()
    old = login(alice).get(page_url + "?version=1").content.decode()
    assert "This is version 1" in old
    assert "ISO 9001" not in old[: old.index('id="versions"')]


def test_a_retired_one_makes_no_cards(login, alice, template, page_url, brandt):
    client = login(alice)
    assert client.post(page_url + "retire/").status_code == 302
    template.refresh_from_db()
    assert not template.is_active
    assert not PublishForm({"period": "2026-09", "template": template.public_id}).is_valid()
    assert template_of(brandt) is None
    client.post(page_url + "retire/")
    client.post(page_url + "restore/")
    template.refresh_from_db()
    assert template.is_active
    assert template_of(brandt) == template
    assert AuditEvent.objects.filter(verb__in=["template.retired", "template.restored"]).count() == 2


def test_the_most_particular_template_holds(login, alice, template, opened):
    partner = PartnerFactory(kind="dealer", segment="A")
    url = "/scorecards/templates/new/"

    def make(name, kind, segment):
        login(alice).post(url, opened(name=name, kind=kind, segment=segment, seen=""))
        return ScorecardTemplate.objects.get(name=name)

    assert template_of(partner) == template
    for name, kind, segment in (("K", "dealer", ""), ("S", "", "A"), ("SK", "dealer", "A")):
        made = make(name, kind, segment)
        assert template_of(partner) == made, name
    make("Others", "supplier", "A")
    make("B", "dealer", "B")
    assert template_of(partner).name == "SK"
    assert template_of(PartnerFactory(kind="dealer")).name == "K"


@pytest.mark.parametrize(
    "path",
    [
        "templates/",
        "templates/{template}/",
        "templates/{template}/edit/",
        "templates/new/",
        "kpis/",
        "kpis/new/",
    ],
)
def test_partners_do_not_know_that_they_exist(login, bob, charlie, template, path):
    address = "/scorecards/" + path.format(template=template.public_id)
    for user in (bob, charlie):
        response = login(user).get(address)
        assert response.status_code == 404
        assert "Delivery essentials" not in response.content.decode()


def test_who_only_reads_sees_no_button_and_saves_nothing(login, erin, template, opened, edit_url, page_url):
    data = opened(grace_days="9")
    client = login(erin)
    assert "Change it" not in client.get(page_url).content.decode()
    for address in (edit_url, page_url + "retire/", "/scorecards/templates/new/"):
        assert client.post(address, data).status_code == 403
    template.refresh_from_db()
    assert (template.is_active, template.versions.count()) == (True, 1)


def test_content_editors_see_none_of_it(login, template, page_url):
    editor = StaffFactory(name="Connie", email="connie@halden.example", role="content_editor")
    assert login(editor).get(page_url).status_code == 403
