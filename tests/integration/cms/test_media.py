"""Pictures and files on their direct addresses, and how they get there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from cms.actions.site import set_up
from cms.enums import Audience
from cms.jobs_media import draw_new
from cms.models import HomePage, NewsIndexPage, NewsPage, SiteFile, SitePicture
from cms.models.media import ACROSS, ON_PAGES
from portal.enums import StaffRole
from suppliers.enums import PartnerKind
from suppliers.models import Partner
from tests.factories import StaffFactory
from tests.media import PDF, add_file, add_picture, drawn, upload

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
# audience, kinds -> who gets it: stranger, Bob of a supplier, content editor
WHO = [
    (Audience.PUBLIC, "", (200, 200, 200)),
    (Audience.PARTNERS, "", (404, 200, 200)),
    (Audience.PARTNERS, ",supplier,", (404, 200, 200)),
    (Audience.PARTNERS, ",distributor,", (404, 404, 200)),
    (Audience.STAFF, "", (404, 404, 200)),
]


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def ed(db):
    return StaffFactory(name="Ed Words", role=StaffRole.CONTENT_EDITOR)


def _statuses(client, path, bob, ed):
    found = []
    for person in (None, bob, ed):
        client.logout()
        if person:
            client.force_login(person)
        found.append(client.get(path).status_code)
    return tuple(found)


@pytest.mark.parametrize(("audience", "kinds", "expected"), WHO)
def test_a_picture_and_each_of_its_sizes_are_for_their_audience(
    client, brandt, bob, ed, audience, kinds, expected
):
    Partner.objects.filter(pk=brandt.pk).update(kind=PartnerKind.SUPPLIER)
    picture = add_picture(audience, kinds)
    small = picture.get_rendition("width-200|format-webp")
    assert _statuses(client, picture.file.url, bob, ed) == expected
    assert _statuses(client, small.url, bob, ed) == expected


@pytest.mark.parametrize(("audience", "kinds", "expected"), WHO)
def test_a_file_is_for_its_audience(client, brandt, bob, ed, audience, kinds, expected):
    Partner.objects.filter(pk=brandt.pk).update(kind=PartnerKind.SUPPLIER)
    file = add_file(audience, kinds)
    assert _statuses(client, file.url, bob, ed) == expected
    assert _statuses(client, f"/pictures/{file.file.name}", bob, ed) == (404, 404, 404)
    assert _statuses(client, f"/media/{file.file.name}", bob, ed) == (404, 404, 404)


def test_files_are_saved_and_never_guessed_at(client, db):
    answer = client.get(add_file().url)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="packing.pdf"'
    for response in (answer, client.get(add_picture().file.url)):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_is_not_for_everybody_is_kept_by_no_cache(client, ed):
    client.force_login(ed)
    assert client.get(add_picture(Audience.STAFF).file.url)["Cache-Control"] == "private, no-store"
    public = client.get(add_picture().file.url)
    assert public["Cache-Control"] == "public, max-age=3600"
    assert client.get(add_picture().file.url, headers={"if-none-match": public["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/",
        "/pictures/images/",
        "/pictures/original_images/",
        "/pictures/../db.sqlite3",
        "/pictures/original_images/..%2f..%2fsecret-key",
        "/pictures/notes.txt",
        "/documents/",
        "/documents/1/",
        "/documents/999999/packing.pdf",
    ],
)
def test_nothing_else_in_the_folder_has_an_address(client, ed, path):
    default_storage.save("notes.txt", upload("notes.txt", b"not a picture"))
    add_picture(), add_file()
    client.force_login(ed)
    assert client.get(path).status_code == 404


def test_a_file_has_one_name_and_a_lost_one_is_not_there(client, db):
    file = add_file()
    assert client.get(file.url.replace("packing", "other")).status_code == 404
    file.file.storage.delete(file.file.name)
    assert client.get(file.url).status_code == 404


def _tag(picture, actor, arguments=""):
    request = RequestFactory().get("/")
    request.actor = actor
    template = Template("{% load site_media %}{% picture it " + arguments + " %}")
    return template.render(Context({"it": picture, "request": request}))


def test_a_picture_is_sized_in_light_formats_with_its_words(actor_of, ed):
    html = _tag(add_picture(), actor_of(ed), '"width-{200,400}"')
    assert re.findall(r'type="(image/\w+)"', html) == ["image/avif", "image/webp"]
    assert re.search(r"width-200\S*\.jpg 200w, \S*width-400\S*\.jpg 400w", html)
    for wanted in ('width="200"', 'height="133"', 'alt="A blue disc on paper"', 'loading="lazy"', "sizes="):
        assert wanted in html
    assert "yard.width-200.format-avif" in html
    assert 'fetchpriority="high"' in _tag(add_picture(), actor_of(ed), '"width-200" eager=True')
    assert ".png" in _tag(add_picture(file=upload("clear.png")), actor_of(ed), '"width-200"')


def _shown_in(template):
    return re.findall(r"{% picture [\w.]+(?: \"([^\"]+)\")?", template.read_text())


def test_every_size_that_a_template_asks_for_is_drawn_before():
    asked = [spec for path in TEMPLATES.rglob("*.html") for spec in _shown_in(path)]
    assert len(asked) >= 3
    assert {spec or ACROSS for spec in asked} == set(ON_PAGES)


@pytest.fixture
def nobody_draws(monkeypatch):
    """From here on, drawing is an error: call it."""

    def refuse(*args, **kwargs):
        raise AssertionError("a reader waits while a picture is drawn")

    return lambda: monkeypatch.setattr(SitePicture, "generate_rendition_file", refuse)


@pytest.mark.parametrize("where", ["picture", "body"])
def test_a_published_page_has_its_pictures_ready(client, db, nobody_draws, where):
    picture = add_picture()
    shown = {"picture": picture} if where == "picture" else {
        "body": [("picture", {"picture": picture, "caption": ""})]
    }  # fmt: skip
    index = NewsIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=NewsIndexPage(title="News")
    )
    page = index.add_child(instance=NewsPage(title="Gate B", summary="In snow", live=False, **shown))
    page.save_revision().publish()
    nobody_draws()
    for path in (page.url, index.url):
        answer = client.get(path)
        assert answer.status_code == 200
    assert "format-avif" in client.get(page.url).content.decode()


def test_a_picture_sent_in_is_drawn_within_a_minute(ed, actor_of, nobody_draws):
    picture, png = add_picture(), add_picture(file=upload("clear.png"))
    assert set(SitePicture.objects.undrawn()) == {picture, png}
    draw_new()
    assert not SitePicture.objects.undrawn().exists()
    nobody_draws()
    draw_new()
    for one in (picture, png):
        assert "format-avif" in _tag(one, actor_of(ed))
        assert "format-webp" in _tag(one, actor_of(ed), '"fill-480x320"')


def test_a_lost_file_stops_no_other_and_is_not_tried_for_ever(db, caplog):
    lost, kept = add_picture(), add_picture()
    lost.file.storage.delete(lost.file.name)
    draw_new()
    assert "cannot be drawn" in caplog.text
    assert list(SitePicture.objects.undrawn()) == [lost]
    SitePicture.objects.update(created_at=timezone.now() - timedelta(days=2))
    caplog.clear()
    draw_new()
    assert not caplog.text
    assert kept.renditions.count() == 12


def test_the_light_formats_are_lighter(db):
    picture = add_picture()
    weights = [
        picture.get_rendition(f"width-800|format-{kind}").file.size for kind in ("avif", "webp", "jpeg")
    ]
    assert weights[0] < weights[2] and weights[1] < weights[2]


def test_who_may_not_see_a_picture_is_shown_none(actor_of, bob):
    assert _tag(add_picture(Audience.STAFF), actor_of(bob)) == ""
    assert _tag(None, actor_of(bob)) == ""


def test_those_who_write_pages_keep_pictures_and_files(client, ed):
    client.force_login(ed)
    client.get("/cms/")
    for path in (
        "/cms/images/",
        "/cms/images/add/",
        "/cms/images/multiple/add/",
        "/cms/images/chooser/",
        "/cms/documents/",
        "/cms/documents/add/",
        "/cms/documents/chooser/",
    ):
        assert client.get(path).status_code == 200, path
    form = {"title": "The yard", "audience": Audience.PARTNERS, "kinds": ["supplier"]}
    refused = client.post("/cms/images/add/", {**form, "file": upload()})
    assert "Say what the picture shows" in refused.content.decode()
    client.post("/cms/images/add/", {**form, "file": upload(), "description": "Our yard in snow"})
    picture = SitePicture.objects.get()
    assert (picture.description, picture.kinds, picture.uploaded_by_user) == (
        "Our yard in snow",
        ",supplier,",
        ed,
    )
    client.post("/cms/documents/add/", {**form, "file": upload("guide.pdf", PDF)})
    assert SiteFile.objects.get().audience == Audience.PARTNERS
    assert client.get(f"/cms/images/{picture.pk}/").status_code == 200
    assert client.get(f"/cms/documents/edit/{SiteFile.objects.get().pk}/").status_code == 200


def test_many_pictures_at_once_wait_for_their_words(client, ed):
    client.force_login(ed)
    client.get("/cms/")
    answer = client.post("/cms/images/multiple/add/", {"title": "Yard", "files[]": upload()}).json()
    assert answer["success"] and not SitePicture.objects.exists()
    uploaded = answer["uploaded_file_id"]
    prefix = f"uploaded-image-{uploaded}"
    words = {"title": "Yard", "description": "Our yard", "audience": Audience.PUBLIC}
    path = f"/cms/images/multiple/create_from_uploaded_image/{uploaded}/"
    client.post(path, {f"{prefix}-{name}": value for name, value in words.items()})
    assert SitePicture.objects.get().description == "Our yard"


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/cms/documents/add/", "page.html", b"<script>1</script>"),
        ("/cms/documents/add/", "page.pdf", b"<script>1</script>"),
        ("/cms/images/add/", "drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("/cms/images/add/", "drawing.png", drawn(kind="GIF")),
    ],
)
def test_what_could_act_in_our_name_is_refused(client, ed, path, name, content):
    client.force_login(ed)
    client.get("/cms/")
    form = {"title": "x", "description": "x", "audience": Audience.PUBLIC}
    client.post(path, {**form, "file": upload(name, content)})
    assert not SiteFile.objects.exists() and not SitePicture.objects.exists()


@pytest.mark.parametrize("who", ["bob", "alice", None])
def test_nobody_else_reaches_them_in_the_editor(request, client, db, who):
    picture, file = add_picture(), add_file()
    if who:
        client.force_login(request.getfixturevalue(who))
    for path in (
        "/cms/images/",
        f"/cms/images/{picture.pk}/",
        f"/cms/images/{picture.pk}/preview/width-200/",
        f"/cms/documents/edit/{file.pk}/",
        "/cms/api/main/images/",
        "/cms/api/main/documents/",
        "/cms/collections/",
    ):
        assert client.get(path).status_code == 404


def test_an_older_installation_gains_the_right_to_keep_pictures(ed):
    from wagtail.models import GroupCollectionPermission

    GroupCollectionPermission.objects.all().delete()
    assert set_up()
    assert GroupCollectionPermission.objects.count() == 12
    assert not set_up()
