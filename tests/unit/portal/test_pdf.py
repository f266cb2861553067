"""PDF: tagged, titled, and made of our own files only."""

import io
import logging

import pypdf
import pytest
from django.conf import settings
from django.template import engines

from portal import fonts, pdf

pytestmark = pytest.mark.skipif(not pdf.available(), reason="Pango is not installed")

SHEET = (
    '{% extends "portal/sheet.html" %}{% load accord %}{% block title %}Scorecard Brandt{% endblock %}'
    "{% block head_title %}Scorecard{% endblock %}{% block docname %}Brandt, September{% endblock %}"
    '{% block sheet %}<p>{% chip "Met" "ok" %}</p>{{ extra|safe }}{% endblock %}'
)


@pytest.fixture(scope="module", autouse=True)
def built_fonts():
    fonts.build(settings.BUILT_STATIC)


def sheet(extra=""):
    template = engines["django"].from_string(SHEET)
    return template.render({"company": "Halden", "extra": extra})


def test_a_sheet_has_language_title_and_tags():
    document = pypdf.PdfReader(io.BytesIO(pdf.to_pdf(sheet())))
    root = document.trailer["/Root"]
    assert document.metadata.title == "Scorecard Brandt"
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert "Brandt, September" in document.pages[0].extract_text()
    assert "Page 1 of 1" in document.pages[0].extract_text()


def test_our_own_typeface_is_in_it():
    document = pypdf.PdfReader(io.BytesIO(pdf.to_pdf(sheet())))
    names = {
        str(font["/BaseFont"])
        for font in (f.get_object() for f in document.pages[0]["/Resources"]["/Font"].values())
    }
    assert any("Source" in name for name in names)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.com/x.png",
        pdf.BASE_URL + "accord/../../etc/passwd",
        pdf.BASE_URL + "accord/accord.js",
        "../secret-key",
        "data:image/png;base64,AAAA",
    ],
)
def test_nothing_but_our_files_is_read(address):
    with pytest.raises(pdf.NotOurFile):
        pdf.to_pdf(sheet(f'<img src="{address}" alt="x">'))


def test_what_screens_need_is_not_logged_but_real_trouble_is(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf.to_pdf(sheet())
    assert [record.getMessage() for record in caplog.records] == []


def test_a_sheet_is_a_file_to_save(rf):
    answer = pdf.pdf_response("portal/sheet.html", {"company": "Halden"}, "Brandt Castings, 2014-Q1")
    assert answer["Content-Disposition"] == 'attachment; filename="brandt-castings-2014-q1.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_the_style_is_read_once_and_again_when_it_has_changed(monkeypatch, tmp_path):
    read = []
    monkeypatch.setattr(pdf, "_read_style", lambda read=read, real=pdf._read_style: read.append(1) or real())
    pdf._STYLE.forget()
    assert len({pdf.to_pdf(sheet())[:5] for _ in range(3)}) == len(read) == 1

    style = tmp_path / "accord" / "accord.css"
    style.parent.mkdir()
    style.write_text("@page { size: A6 landscape }")
    monkeypatch.setattr(pdf.settings, "BUILT_STATIC", tmp_path)
    pages = pypdf.PdfReader(io.BytesIO(pdf.to_pdf(sheet()))).pages
    assert len(read) == 2
    assert pages[0].mediabox.width > pages[0].mediabox.height
    pdf._STYLE.forget()
