"""What the editor says while somebody writes, and what nobody can do."""

from datetime import date

import pytest
from django.db.models import ProtectedError
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.enums import Audience
from cms.jobs_texts import look_after_texts
from cms.models import PolicyIndexPage, PolicyPage, TextVersion, controlled
from portal.enums import StaffRole
from portal.models import AuditEvent
from tests.factories import StaffFactory
from tests.texts import SECTIONS, publish, write

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def issued(erin):
    """Version 1 holds since New Year."""
    page = write(keeper=erin)
    publish(page, date(2026, 1, 1), by=erin)
    return PolicyPage.objects.get(pk=page.pk)


def filled(page, **changes):
    """The form of the editor as it stands when nothing was touched."""
    points = [("section", {"title": title, "text": rich_text(text)}) for title, text in SECTIONS]
    words = {
        "title": page.title,
        "summary": page.summary,
        "reference": page.reference,
        "keeper": page.keeper_id or "",
        "in_force_from": page.in_force_from.isoformat(),
        "review_on": "",
        "audience": page.audience,
        "body": streamfield(points),
        "change": "material",
        "reason": "",
        "read_days": 14,
        "evidence": streamfield([]),
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **changes,
    }
    several = {name: words.pop(name, []) for name in ("kinds", "standards")}
    return nested_form_data(words) | several


def errors(client, page, act="publish", **changes):
    """field -> what the editor says beside it; nothing when it was taken."""
    data = filled(page, **changes) | ({f"action-{act}": "1"} if act else {})
    answer = client.post(f"/cms/pages/{page.pk}/edit/", data)
    if answer.status_code == 302:
        return {}
    return {name: " ".join(words) for name, words in answer.context["form"].errors.items()}


@pytest.fixture
def editor(client, erin):
    client.force_login(erin)
    client.get("/cms/")
    return client


def test_a_change_with_its_reason_is_issued_on_the_day(editor, issued):
    assert errors(editor, issued, summary="Sooner.", reason="You asked for it.") == {}
    newest = TextVersion.objects.filter(page=issued).first()
    assert (newest.number, newest.in_force_from, newest.reason) == (
        "2",
        date(2026, 10, 5),
        "You asked for it.",
    )
    assert newest.approved_by == ["Erin Falk"]


def test_the_trail_knows_who_issued_what(editor, issued, erin):
    errors(editor, issued, summary="Sooner.", reason="You asked for it.")
    event = AuditEvent.objects.filter(verb="text.issued").latest("pk")
    assert (event.actor_id, event.data["number"]) == (erin.pk, "2")
    assert event.object_id == TextVersion.objects.get(page=issued, major=2).public_id


def test_a_text_whose_process_died_before_it_was_issued_is_issued_by_the_next_run(
    editor, issued, erin, monkeypatch
):
    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(controlled, "issue", killed)
        with pytest.raises(SystemExit):
            errors(editor, issued, summary="Sooner.", reason="You asked for it.")
    issued.refresh_from_db()
    assert (issued.summary, issued.text_versions.count()) == ("Sooner.", 1)
    look_after_texts()
    newest = TextVersion.objects.filter(page=issued).first()
    assert (newest.number, newest.summary, newest.issued_by) == ("2", "Sooner.", erin)
    look_after_texts()
    assert issued.text_versions.count() == 2


def test_nothing_changed_issues_nothing(editor, issued):
    assert errors(editor, issued) == {}
    assert issued.text_versions.count() == 1


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("reason", {"summary": "Sooner."}, "against version 1, and why"),
        ("keeper", {"keeper": ""}, "Say who answers for it"),
        ("kinds", {"kinds": ["supplier"], "reason": "y"}, "for a text for partners"),
        (
            "asks_partners",
            {"audience": Audience.STAFF, "asks_partners": "on", "reason": "y"},
            "Partners do not see this text",
        ),
        ("review_on", {"review_on": "2025-12-31"}, "give a later day"),
        ("in_force_from", {"in_force_from": "2026-12-01"}, "keeps its day"),
        (
            "in_force_from",
            {"summary": "x", "reason": "y", "in_force_from": "2025-12-31"},
            "cannot begin before it",
        ),
        ("in_force_from", {"summary": "x", "reason": "y", "in_force_from": "2026-10-04"}, "today or later"),
    ],
)
def test_what_stands_in_the_way_is_said_beside_the_field(editor, issued, field, changes, words):
    found = errors(editor, issued, **changes)
    assert list(found) == [field]
    assert words in found[field].replace("\xa0", " ")
    assert issued.text_versions.count() == 1
    # A draft may be unfinished.
    assert errors(editor, issued, act="", **changes) == {}


def test_the_reason_of_the_last_version_is_not_that_of_the_next(editor, issued):
    errors(editor, issued, summary="Sooner.", reason="You asked for it.")
    issued = PolicyPage.objects.get(pk=issued.pk)
    found = errors(editor, issued, summary="Soonest.", reason="You asked for it.")
    assert "This is what you said of version 2" in found["reason"]


def test_a_version_that_is_to_come_is_not_overtaken(editor, issued):
    errors(editor, issued, summary="Sooner.", reason="One", in_force_from="2026-11-01")
    issued = PolicyPage.objects.get(pk=issued.pk)
    early = errors(editor, issued, summary="Now.", reason="Two", in_force_from="2026-10-20")
    assert "Version 2 holds from 1 Nov 2026" in early["in_force_from"].replace("\xa0", " ")
    # The same day: it takes the other's place before anybody has read it.
    assert errors(editor, issued, summary="Now.", reason="Two", in_force_from="2026-11-01") == {}


def test_two_policies_have_two_references(editor, issued, erin):
    other = write("Gifts", keeper=erin, reference="POL-77")
    found = errors(editor, other, reference=issued.reference.lower())
    assert f"“{issued.title}” has this reference already." in found["reference"]


def test_a_policy_with_versions_is_not_deleted_by_anybody(client, issued):
    for role in (StaffRole.ADMINISTRATOR, StaffRole.EXECUTIVE):
        client.force_login(StaffFactory(role=role))
        client.get("/cms/")
        for page in (issued, PolicyIndexPage.objects.get()):
            path = f"/cms/pages/{page.pk}/delete/"
            assert client.get(path).status_code == 302
            client.post(path)
            assert type(page).objects.filter(pk=page.pk).exists()
    with pytest.raises(ProtectedError):
        issued.delete()


def test_a_draft_that_was_never_issued_is_deleted(editor, erin):
    page = write("Gifts", keeper=erin)
    editor.post(f"/cms/pages/{page.pk}/delete/")
    assert not PolicyPage.objects.filter(pk=page.pk).exists()


def test_the_preview_shows_the_next_version_with_its_changes(editor, issued):
    path = f"/cms/pages/{issued.pk}/edit/preview/"
    points = [*SECTIONS[:2], ("If we are late", "<p>We call you.</p>")]
    body = streamfield([("section", {"title": t, "text": rich_text(x)}) for t, x in points])
    editor.post(path, filled(issued, body=body, reason="A call is kinder."))
    page = editor.get(f"{path}?mode=").content.decode()
    assert "This is a draft" in page
    assert "A call is kinder." in page
    assert '<ins class="ac-now">call you.</ins>' in page
    assert "/versions/2/" not in page
    assert issued.text_versions.count() == 1
