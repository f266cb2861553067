"""The editor of templates: rows come and go, nothing typed is lost, what is wrong is named at its field."""

import pytest

from portal.models import AuditEvent
from scorecards.models import ScorecardTemplate
from tests.integration.scorecards.templates.conftest import typed

pytestmark = pytest.mark.django_db


def test_saving_makes_a_version(login, alice, template, opened, edit_url):
    data = opened(**{"lines-0-weight": "35", "lines-1-weight": "20", "note": "OTIF counts more"})
    response = login(alice).post(edit_url, data)
    assert response.status_code == 302
    newest = template.versions.first()
    assert (newest.number, newest.note, newest.created_by) == (2, "OTIF counts more", "Alice Moreau")
    assert [str(line.weight) for line in newest.lines.filter(side="partner")][:2] == ["35.000", "20.000"]
    assert template.versions.count() == 2
    assert AuditEvent.objects.filter(verb="template.versioned").count() >= 1


def test_saving_without_a_change_makes_none(login, alice, template, opened, edit_url):
    assert login(alice).post(edit_url, opened()).status_code == 302
    assert template.versions.count() == 1


def test_for_whom_changes_without_a_version(login, alice, template, opened, edit_url):
    login(alice).post(edit_url, opened(kind="supplier", segment="A"))
    template.refresh_from_db()
    assert (template.kind, template.segment, template.versions.count()) == ("supplier", "A", 1)


def test_every_field_goes_round(login, alice, template, opened, edit_url):
    changes = {
        "lines-0-basis": "requested",
        "lines-0-early_days": "2",
        "lines-0-late_days": "1",
        "lines-0-days": "working",
        "lines-0-tolerance": "5",
        "lines-0-min_n": "8",
        "lines-0-target": "",
        "lines-0-floor": "",
        "lines-0-steps": "80 = 60; 90.5% = 100",
        "gates-0-document_type": "ISO 9001",
        "gates-0-cap": "Developing",
        "min_n": "7",
        "grace_days": "4",
    }
    assert login(alice).post(edit_url, opened(**changes)).status_code == 302
    version = template.versions.first()
    line = version.lines.first()
    assert (line.basis, line.early_days, line.late_days, line.days) == ("requested", 2, 1, "working")
    assert (str(line.tolerance), line.min_n, line.target) == ("5.00", 8, None)
    assert [[float(bound), float(points)] for bound, points in line.steps] == [[0.8, 60], [0.905, 100]]
    assert [(gate.document_type, gate.cap) for gate in version.gates.all()] == [("ISO 9001", "Developing")]
    assert (version.min_n, version.grace_days) == (7, 4)
    again = typed(login(alice).get(edit_url).context["editor"])
    assert again["lines-0-steps"] == "80 = 60; 90.5 = 100"
    assert again["lines-1-target"] == "97"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"lines-0-weight": "25"}, "id_lines-0-weight", "sum to 95, not to 100"),
        ({"lines-0-target": "0.95", "lines-0-floor": "0.6"}, "id_lines-0-target", "95, not 0.95"),
        ({"lines-0-target": "50"}, "id_lines-0-target", "higher is better"),
        ({"lines-3-target": "95"}, "id_lines-3-target", "lower is better"),
        ({"lines-0-target": ""}, "id_lines-0-target", "Give both values"),
        ({"lines-0-steps": "80 = 60"}, "id_lines-0-steps", "leave one empty"),
        (
            {"lines-0-target": "", "lines-0-floor": "", "lines-0-steps": "80: 60"},
            "id_lines-0-steps",
            "“80: 60” is no step",
        ),
        (
            {"lines-0-target": "", "lines-0-floor": "", "lines-0-steps": "90 = 60; 80 = 100"},
            "id_lines-0-steps",
            "must rise",
        ),
        ({"lines-1-kpi": "otif_lines"}, "id_lines-1-kpi", "stands here twice"),
        ({"lines-0-kpi": ""}, "id_lines-0-kpi", "required"),
        ({"lines-0-weight": "0"}, "id_lines-0-weight", "0.001"),
        ({"bands-1-lower": "55"}, "id_bands-1-lower", "there is a gap"),
        ({"bands-1-lower": "45"}, "id_bands-1-lower", "they overlap"),
        ({"bands-0-lower": "5"}, "id_bands-0-lower", "begins at 0"),
        ({"bands-3-upper": "99"}, "id_bands-3-upper", "ends at 100"),
        ({"bands-2-upper": "60"}, "id_bands-2-upper", "ends above its beginning"),
        ({"bands-1-name": "At risk"}, "id_bands-1-name", "Two bands"),
        (
            {"gates-0-document_type": "ISO 9001", "gates-0-cap": "Gold"},
            "id_gates-0-cap",
            "no such band",
        ),
        ({"name": ""}, "id_name", "required"),
        ({"grace_days": "400"}, "id_grace_days", "365"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(
    login, alice, template, opened, edit_url, changes, field, said
):
    data = opened(**changes, note="kept")
    response = login(alice).post(edit_url, data)
    assert response.status_code == 422
    errors = response.context["page"].errors
    assert (field, True) in [(anchor, said in text) for text, anchor in errors], errors
    assert template.versions.count() == 1
    assert typed(response.context["editor"]) == data  # nothing that was typed is lost


@pytest.mark.parametrize("staff_kpi", ["price_variance", "paid_within_terms", "nonsense"])
def test_staff_kpis_and_those_of_the_other_half_are_not_offered(
    login, alice, template, opened, edit_url, staff_kpi
):
    response = login(alice).post(edit_url, opened(**{"lines-0-kpi": staff_kpi}))
    assert response.status_code == 422
    assert template.versions.count() == 1


def test_rows_move_come_and_go_and_nothing_is_lost(login, alice, opened, edit_url):
    client = login(alice)
    data = opened(**{"lines-0-weight": "not yet", "name": "Half typed"})
    first, second = data["lines-0-kpi"], data["lines-1-kpi"]

    def press(data, act):
        editor = client.post(edit_url, {**data, "act": act}).context["editor"]
        return editor, typed(editor)

    editor, moved = press(data, "lines:0:down")
    assert (moved["lines-0-kpi"], moved["lines-1-kpi"]) == (second, first)
    assert moved["lines-1-weight"] == "not yet"
    assert moved["name"] == "Half typed"
    assert editor.focus == "lines-1-down"
    editor, back = press(moved, "lines:1:up")
    assert back == data
    editor, removed = press(back, "lines:0:remove")
    assert removed["lines-0-kpi"] == second
    editor, undone = press(removed, "undo")
    assert undone == data
    editor, added = press(undone, "lines:add:company")
    assert editor.rows["lines"][-1]["side"] == "company"
    editor, added = press(added, "bands:add")
    editor, added = press(added, "gates:add")
    assert len(editor.rows["bands"]) == 5
    assert len(editor.rows["gates"]) == 1


@pytest.mark.parametrize(
    "act", ["lines:99:up", "lines:x:up", "nothing:0:up", "lines:0:up", "undo", "bands:-1:remove"]
)
def test_acts_that_lead_nowhere_change_nothing(login, alice, template, opened, edit_url, act):
    data = opened(removed='{"not": "ours"}' if act == "undo" else "")
    response = login(alice).post(edit_url, {**data, "act": act})
    if response.status_code == 200:
        assert typed(response.context["editor"], removed="") == {**data, "removed": ""}
    assert template.versions.count() == 1


def test_enter_in_a_field_saves_nothing(login, alice, template, opened, edit_url):
    """The first button of a form is the one that Enter presses: here it only checks."""
    page = login(alice).get(edit_url).content.decode()
    form = page[page.index('id="template-form"') :]
    first = form[form.index("<button") :]
    assert first[: first.index(">")].count('value="check"') == 1
    data = opened(**{"lines-0-weight": "35", "lines-1-weight": "20"})
    assert login(alice).post(edit_url, {**data, "act": "check"}).status_code == 200
    assert template.versions.count() == 1


def test_who_saves_on_top_of_another_version_is_told(login, alice, dana, template, opened, edit_url):
    mine = opened(**{"lines-0-weight": "35", "lines-1-weight": "20"})
    theirs = typed(login(dana).get(edit_url).context["editor"], grace_days="9")
    assert login(dana).post(edit_url, theirs).status_code == 302
    response = login(alice).post(edit_url, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Dana Lund made version 2 in the meantime" in page
    assert "9 days" in page
    assert template.versions.count() == 2
    again = typed(response.context["editor"])
    assert again == {**mine, "seen": "2"}
    assert login(alice).post(edit_url, again).status_code == 302
    newest = template.versions.first()
    assert (newest.number, newest.grace_days, str(newest.lines.first().weight)) == (3, 3, "35.000")


def test_a_new_one_starts_as_a_copy(login, alice, template):
    url = f"/scorecards/templates/new/?from={template.public_id}"
    data = typed(login(alice).get(url).context["editor"])
    assert data["name"] == "Delivery essentials, copy"
    assert login(alice).post(url, {**data, "name": "For dealers", "kind": "dealer"}).status_code == 302
    made = ScorecardTemplate.objects.get(name="For dealers")
    assert made.kind == "dealer"
    assert made.versions.get().lines.count() == template.versions.first().lines.count()


def test_a_name_is_given_once(login, alice, template):
    url = f"/scorecards/templates/new/?from={template.public_id}"
    data = typed(login(alice).get(url).context["editor"])
    response = login(alice).post(url, {**data, "name": "delivery ESSENTIALS"})
    assert response.status_code == 422
    assert "Another template is called" in response.content.decode()
    assert ScorecardTemplate.objects.count() == 1


def test_an_empty_one_says_what_it_needs(login, alice):
    url = "/scorecards/templates/new/"
    data = typed(login(alice).get(url).context["editor"])
    response = login(alice).post(url, {**data, "name": "Nothing measured"})
    assert response.status_code == 422
    assert "has no KPI yet" in response.content.decode()


def test_typed_text_is_never_markup(login, alice, opened, edit_url):
    evil = '"><script>alert(1)</script>'
    data = opened(
        name=evil, note=evil, **{"bands-0-name": evil, "lines-0-weight": evil, "lines-0-steps": evil}
    )
    page = login(alice).post(edit_url, data).content.decode()
    assert "<script>alert" not in page
