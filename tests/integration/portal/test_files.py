"""Files that people add: kept whole, handed out harmless, never to a rival."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.actions import attachments
from portal.actions.attachments import AttachmentRefused
from portal.enums import StaffRole
from portal.models import Attachment
from suppliers.actions import merging
from tests.factories import PartnerFactory, StaffFactory
from tests.unit.portal.engine.test_files import EICAR, JPEG, PDF, office

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
ABOUT = "a" * 16


def upload(name, content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def add(actor_of):
    def add(user, partner, *uploads, about=ABOUT):
        return attachments.attach(
            by=actor_of(user), scope=partner.public_id, about=about, uploads=uploads, at=NOW
        )

    return add


def test_a_file_comes_back_as_it_was_given(add, bob, brandt, login):
    (file,) = add(bob, brandt, upload("CMR 14 Sep, “signed”.pdf"))
    response = login(bob).get(reverse("portal:file", args=[file.public_id]))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''CMR%2014%20Sep")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()


def test_nobody_fills_the_database_with_files(add, bob, alice, brandt, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_AN_HOUR", 3)
    add(bob, brandt, upload("a.pdf"), upload("b.pdf"))
    with pytest.raises(AttachmentRefused, match="a great many files"):
        add(bob, brandt, upload("c.pdf"), upload("d.pdf"), about="b" * 16)
    assert Attachment.objects.count() == 2
    add(alice, brandt, upload("c.pdf"), upload("d.pdf"), about="b" * 16)
    Attachment.objects.update(added_at=NOW - timedelta(hours=1))
    add(bob, brandt, upload("c.pdf"), upload("d.pdf"), about="c" * 16)


def test_its_type_is_what_it_is_and_not_what_it_is_called(add, bob, brandt):
    (file,) = add(bob, brandt, upload("invoice.pdf", JPEG))
    assert (file.media_type, file.name) == ("image/jpeg", "invoice.pdf.jpg")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "plan.html",
            b"<html><script>x()</script>",
            "‘plan.html’ was not taken: it is a web page. Welcome are PDF",
        ),
        ("virus.txt", EICAR, "virus scanners"),
        (
            "x.xlsx",
            office(parts={"xl/vbaProject.bin": b"x"}),
            "macros: save it without them, or as PDF (in it:",
        ),
        ("empty.pdf", b"", "it is empty"),
    ],
)
def test_a_refusal_names_the_file_and_what_is_welcome(add, bob, brandt, name, content, words):
    with pytest.raises(AttachmentRefused) as refusal:
        add(bob, brandt, upload("fine.pdf"), upload(name, content))
    assert words in str(refusal.value)
    assert not Attachment.objects.exists(), "all of them or none"


class Endless:
    """Says it is small, and never stops."""

    name, size = "small.pdf", 10

    def __init__(self):
        self.read = 0

    def chunks(self):
        while True:
            self.read += 1
            yield b"%PDF-" + b"x" * 1_048_571


def test_the_size_is_counted_while_it_is_read(add, bob, brandt, settings):
    settings.ATTACHMENT_MAX_MB = 2
    endless = Endless()
    with pytest.raises(AttachmentRefused, match="is larger than 2 MB"):
        add(bob, brandt, endless)
    assert endless.read == 3


def test_at_most_five_belong_to_one_thing(add, bob, brandt):
    add(bob, brandt, *(upload("photo.jpg", JPEG) for _ in range(4)))
    assert [one.name for one in Attachment.objects.all()] == [
        "photo.jpg", "photo (2).jpg", "photo (3).jpg", "photo (4).jpg",
    ]  # fmt: skip
    with pytest.raises(AttachmentRefused, match="At most 5 files fit here, and there are 4 already"):
        add(bob, brandt, upload("a.pdf"), upload("b.pdf"))
    add(bob, brandt, upload("a.pdf"))
    add(bob, brandt, upload("another thing.pdf"), about="b" * 16)


def test_nobody_adds_to_what_is_a_rivals_and_viewers_only_look(add, viewer, charlie, erin, brandt):
    for somebody in (viewer, charlie, erin):
        with pytest.raises(PermissionDenied):
            add(somebody, brandt, upload("a.pdf"))


def test_a_rival_finds_nothing(add, bob, brandt, charlie, both, login, kestrel):
    (file,) = add(bob, brandt, upload("secret.pdf"))
    url = reverse("portal:file", args=[file.public_id])
    assert login(charlie).get(url).status_code == 404
    assert login(both, kestrel).get(url).status_code == 404
    assert login(both, brandt).get(url).status_code == 200


def test_content_editors_read_no_files(add, bob, brandt, login):
    (file,) = add(bob, brandt, upload("secret.pdf"))
    editor = StaffFactory(role=StaffRole.CONTENT_EDITOR)
    assert login(editor).get(reverse("portal:file", args=[file.public_id])).status_code == 404


def test_files_of_an_alias_are_its_survivors_to_read_until_they_part(
    add, alice, bob, brandt, actor_of, login
):
    alias = PartnerFactory(code="OLD", name="Brandt Before")
    (file,) = add(alice, alias, upload("before.pdf"))
    url = reverse("portal:file", args=[file.public_id])
    assert login(bob).get(url).status_code == 404
    merge = merging.merge(by=actor_of(alice), alias=alias, survivor=brandt, reason="one firm")
    assert login(bob).get(url).status_code == 200
    merging.undo(by=actor_of(alice), merge=merge)
    assert login(bob).get(url).status_code == 404


def test_a_list_reads_no_contents(add, alice, bob, brandt, actor_of, django_assert_num_queries):
    add(bob, brandt, upload("a.pdf"), upload("b.pdf"))
    with django_assert_num_queries(1) as found:
        things = Attachment.objects.for_actor(actor_of(alice)).by_thing([ABOUT, "b" * 16])
        assert [one.name for one in things[ABOUT]] == ["a.pdf", "b.pdf"]
    assert '"content"' not in found.captured_queries[0]["sql"]
