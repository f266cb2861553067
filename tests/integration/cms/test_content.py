"""Content goes to a second installation and comes out of it unchanged; what does not fit changes nothing."""

import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from cms.actions.content import importing
from cms.actions.content.exporting import CONTENT, Keys, contents, export_content
from cms.actions.content.importing import import_content
from cms.actions.content.reading import ContentRefused
from cms.enums import Audience
from cms.models import (
    HomePage,
    MissionPage,
    NewsPage,
    PolicyPage,
    SiteFile,
    SitePicture,
    StandardPage,
    TextPage,
    TextVersion,
)
from portal.actors import system_actor
from portal.enums import StaffRole
from portal.models import AuditEvent, Notice, OutboxMessage
from tests.factories import StaffFactory
from tests.media import add_file, add_picture, upload
from tests.world_pages import add_pages


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def written():
    """Every type of page, pictures, files, links, a draft, a page nobody published, a redirect."""
    keeper = StaffFactory(name="Erin Falk", email="erin@halden.example", role=StaffRole.EXECUTIVE)
    pages = add_pages(keeper)
    picture, file = add_picture(), add_file(Audience.PARTNERS, ",supplier,")
    add_picture(Audience.STAFF, title="The same, for us")
    news = pages.news
    news.picture = picture
    news.save()
    links = (
        f'<p>See <a linktype="page" id="{pages.policy.pk}">how we pay</a> and '
        f'<a linktype="document" id="{file.pk}">the guide</a>.</p>'
    )
    about = pages.about
    about.body = [
        ("text", {"title": "More", "text": links}),
        ("picture", {"picture": picture, "caption": "The yard"}),
    ]
    about.save()
    pages.policy.standards.add(pages.standard)
    pages.policy.save()
    pages.home.lead = "A draft of the front door."
    pages.home.save_revision()
    pages.home.add_child(
        instance=TextPage(title="Not out yet", slug="not-out-yet", live=False)
    ).save_revision()
    Redirect.objects.create(old_path="/old-pay", redirect_page=pages.policy)
    return pages


def exported():
    kept = BytesIO()
    export_content(kept)
    return kept


def taken(given, **options):
    given.seek(0)
    return import_content(by=system_actor(), given=given, **options).as_json()


def emptied(settings):
    """As a second installation begins: nothing but its own front door, and a folder of its own."""
    settings.MEDIA_ROOT = f"{settings.MEDIA_ROOT}-elsewhere"
    call_command("flush", interactive=False, verbosity=0)
    assert not TextVersion.objects.exists() and Page.objects.count() == 2
    StaffFactory(name="Somebody else", email="somebody@halden.example")
    StaffFactory(name="Erin Falk", email="Erin@halden.example", role=StaffRole.EXECUTIVE)


@pytest.mark.django_db(transaction=True)
def test_content_survives_the_way_to_a_second_installation(settings):
    written()
    before, kept = contents(Keys.of_here()), exported()
    versions = TextVersion.objects.count()
    emptied(settings)
    result = taken(kept)
    assert result["pages"] == {"new": len(before["pages"]) - 1, "changed": 1, "same": 0}
    assert result["versions"]["new"] == versions > 2
    assert result["left_empty"] == []

    after = contents(Keys.of_here())
    for page in after["pages"]:
        page["content"]["keeper"] = (page["content"].get("keeper") or "").lower() or None
    for page in before["pages"]:
        page["content"].setdefault("keeper", None)
    people = ("owner",)
    for one in after["versions"]:
        one.update({name: one[name].lower() for name in people if one[name]})
    assert after == before
    # Links lead to the rows of this installation.
    about, policy, picture = (
        TextPage.objects.get(slug="about-us"),
        PolicyPage.objects.get(reference="POL-01"),
        None,
    )
    raw = about.body.raw_data[0]["value"]["text"]
    guide = SiteFile.objects.get()
    assert f'linktype="page" id="{policy.pk}"' in raw and f'linktype="document" id="{guide.pk}"' in raw
    picture = about.body[1].value["picture"]
    assert picture == NewsPage.objects.get(title="A second furnace").picture
    assert picture.file.read()[:3] == b"\xff\xd8\xff"
    picture.file.close()
    assert MissionPage.objects.get().promises[0].value["standard"].specific == StandardPage.objects.get()
    assert list(policy.standards.all()) == [StandardPage.objects.get()]
    assert Redirect.objects.get().redirect_page.specific == policy
    # The draft waits; the page nobody published is not out; nobody was told, nothing was issued anew.
    home = HomePage.objects.get()
    assert home.lead == "We keep our word." and home.has_unpublished_changes
    assert home.get_latest_revision_as_object().lead == "A draft of the front door."
    assert not TextPage.objects.get(slug="not-out-yet").live
    assert not Notice.objects.exists() and not OutboxMessage.objects.exists()

    # A second time changes nothing.
    again = taken(kept)
    assert all(rows["new"] == rows["changed"] == 0 for name, rows in again.items() if name != "left_empty")


@pytest.mark.django_db(transaction=True)
def test_visitors_and_editors_find_it_all(client, settings):
    written()
    kept = exported()
    emptied(settings)
    taken(kept)
    for path in ("/", "/mission/", "/policies/", "/policies/how-we-pay/", "/news/", "/about-us/"):
        assert client.get(path).status_code == 200, path
    assert client.get("/old-pay/").status_code == 301
    assert client.get(SiteFile.objects.get().url).status_code == 404  # for suppliers
    client.force_login(StaffFactory(role=StaffRole.ADMINISTRATOR))
    for page in Page.objects.filter(depth__gte=2):
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    home = HomePage.objects.get()
    one, two = Revision.objects.for_instance(home).order_by("pk").values_list("pk", flat=True)
    assert client.get(f"/cms/pages/{home.pk}/revisions/compare/{one}...{two}/").status_code == 200


def test_the_same_content_gives_the_same_document(db):
    written()
    documents = []
    for _ in range(2):
        with ZipFile(exported()) as zipped:
            documents.append(zipped.read(CONTENT))
    assert documents[0] == documents[1]


def test_what_was_changed_here_is_said_and_taken_back(db):
    pages = written()
    kept = exported()
    Page.objects.filter(pk=pages.about.pk).update(title="Other words")
    SitePicture.objects.filter(title="The yard").update(audience=Audience.STAFF)
    rehearsed = taken(kept, dry_run=True)
    assert (rehearsed["pages"]["changed"], rehearsed["pictures"]["changed"]) == (1, 1)
    assert Page.objects.get(pk=pages.about.pk).title == "Other words"
    assert taken(kept) == rehearsed
    assert Page.objects.get(pk=pages.about.pk).title == "About us"
    assert AuditEvent.objects.filter(verb="content.imported").count() == 1


def test_who_has_no_account_is_left_empty_and_named(db):
    pages = written()
    kept = exported()
    keeper = pages.policy.keeper
    keeper.email = "gone@halden.example"
    keeper.save()
    PolicyPage.objects.update(keeper=None)
    result = taken(kept)
    assert any("How we pay: erin@halden.example has no account here" in one for one in result["left_empty"])
    assert PolicyPage.objects.get(reference="POL-01").keeper is None


def rewritten(kept, change):
    """The same zip with another document, or with other bytes in a place."""
    new = BytesIO()
    with ZipFile(kept) as old, ZipFile(new, "w") as zipped:
        document = json.loads(old.read(CONTENT))
        bytes_of = {name: old.read(name) for name in old.namelist() if name != CONTENT}
        change(document, bytes_of)
        zipped.writestr(CONTENT, json.dumps(document))
        for name, content in bytes_of.items():
            zipped.writestr(name, content)
    return new


def _strange_type(document, bytes_of):
    document["pages"][-1]["type"] = "PartnerPage"


def _strange_block(document, bytes_of):
    about = next(one for one in document["pages"] if one["type"] == "TextPage")
    about["content"]["body"].append({"type": "carousel", "value": {}, "id": "x"})


def _strange_field(document, bytes_of):
    document["pages"][-1]["content"]["price"] = 1


def _newer(document, bytes_of):
    document["version"] = 2


def _other_words(document, bytes_of):
    document["versions"][0]["summary"] = "Never said."


def _forged_picture(document, bytes_of):
    place = next(name for name in bytes_of if name.startswith("pictures/"))
    bytes_of[place] = b"<script>"


def _lost_picture(document, bytes_of):
    news = next(one for one in document["pages"] if one["content"].get("picture"))
    news["content"]["picture"] = "0" * 40


def _wrong_place(document, bytes_of):
    news = next(one for one in document["pages"] if one["type"] == "NewsPage")
    news |= {"key": "00000000-0000-4000-8000-000000000001", "parent": document["pages"][0]["key"]}


def _wrong_choice(document, bytes_of):
    news = next(one for one in document["pages"] if one["type"] == "NewsPage")
    news["content"]["audience"] = "martians"


def _address_taken(document, bytes_of):
    news = [one for one in document["pages"] if one["type"] == "NewsPage"]
    news[0]["content"]["slug"] = news[1]["content"]["slug"]


def _climbing(document, bytes_of):
    document["pictures"][0]["name"] = "../../evil.py"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_strange_type, "PartnerPage"),
        (_strange_block, "carousel"),
        (_strange_field, "price"),
        (_newer, "version 2"),
        (_other_words, "other words"),
        (_forged_picture, "The yard"),
        (_lost_picture, "picture"),
        (_wrong_place, "may not stand under HomePage"),
        (_wrong_choice, "audience"),
        (_address_taken, "address"),
        (_climbing, "evil.py"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_nothing_changes(db, change, words):
    written()
    kept = rewritten(exported(), change)
    before = contents(Keys.of_here())
    with pytest.raises(ContentRefused) as refused:
        taken(kept)
    assert any(words in problem for problem in refused.value.problems), refused.value.problems
    assert contents(Keys.of_here()) == before


def test_files_that_were_written_for_nothing_are_gone(db, settings, tmp_path):
    written()
    kept = exported()
    stored = {path.name for path in (tmp_path / "media").rglob("*.*")}
    SitePicture.objects.all().delete()
    taken(kept, dry_run=True)
    assert not SitePicture.objects.exists()
    assert {path.name for path in (tmp_path / "media").rglob("*.*")} == stored


def test_no_zip_and_no_file_of_content_are_said_so(db, tmp_path):
    for content in (b"hello", exported().getvalue()[:40]):
        with pytest.raises(ContentRefused):
            taken(BytesIO(content))
    other = BytesIO()
    with ZipFile(other, "w") as zipped:
        zipped.writestr("readme.txt", "x")
    with pytest.raises(ContentRefused, match=CONTENT):
        taken(other)


def test_the_commands_speak(db, tmp_path):
    written()
    path = tmp_path / "site.zip"
    out = StringIO()
    call_command("export_content", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue())["pictures"] == 2
    call_command("export_content", str(path), stdout=out)
    assert list(tmp_path.glob("*.part")) == []
    out = StringIO()
    call_command("import_content", str(path), "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["dry_run"] is True
    out = StringIO()
    call_command("import_content", str(path), "--dry-run", stdout=out)
    assert "0 new, 0 changed" in out.getvalue() and "rehearsal" in out.getvalue()
    path.write_bytes(b"no zip")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_content", str(path))
    with pytest.raises(SystemExit):
        call_command("import_content", str(path), "--json", stdout=StringIO())
    for command in ("import_content", "export_content"):
        with pytest.raises(CommandError):
            call_command(command, str(tmp_path / "nowhere" / "x.zip"))


def test_a_picture_that_is_no_picture_stays_out(db):
    add_picture(file=upload("drawing.png"))
    kept = rewritten(exported(), lambda document, _bytes: document["pictures"][0].update(name="drawing.svg"))
    with pytest.raises(ContentRefused, match=r"drawing\.svg"):
        taken(kept)
    assert importing.MEDIA
