"""What every template keeps to: the policy against inline code, and states that need nothing to be shown."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from portal import fonts

ROOT = (
    Path(settings.BASE_DIR if hasattr(settings, "BASE_DIR") else Path(__file__).resolve().parents[3])
    / "templates"
)
PAGES = sorted(
    path for path in ROOT.rglob("*.html") if path.relative_to(ROOT).parts[0] not in {"mail", "wagtailadmin"}
)
INLINE = re.compile(
    r"\sstyle=|<style|\son(click|change|submit|load|input|keydown)=|javascript:|<script(?![^>]*(src=|json))"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_code_or_style_of_its_own(path):
    assert not INLINE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT)))


def test_what_is_drawn_has_its_colour_on_paper_too():
    """The classes colour shapes on screen alone: without an attribute of its own a shape prints black."""
    shapes = re.compile(r'<(?:path|circle|rect)[^>]*class="f-[^>]*>')
    found = [shape for path in PAGES for shape in shapes.findall(path.read_text(encoding="utf-8"))]
    assert found
    assert [shape for shape in found if "fill=" not in shape] == []


def test_the_page_for_our_own_faults_needs_no_request_and_no_database():
    html = render_to_string("500.html")
    assert "That was our fault, sorry" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html"])
def test_every_state_says_what_happened_what_is_safe_and_what_next(name, db, django_user_model):
    request = RequestFactory().get("/x/")
    request.user = django_user_model()
    html = render_to_string(name, request=request)
    assert html.count("<h1") == 1
    assert html.count('class="btn') >= 1
    assert 'id="main"' in html


def test_a_refusal_can_say_who_may():
    assert "Only Dana may do this" in render_to_string("403.html", {"reason": "Only Dana may do this"})


def test_the_first_load_is_small():
    fonts.build(settings.BUILT_STATIC)
    texts = ["css/bootstrap.min.css", "accord/accord.css", "accord/accord.js", "django_htmx/htmx-2.min.js"]
    weight = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in texts)
    weight += sum(fonts.font_file(settings.BUILT_STATIC, size).stat().st_size for size in fonts.WEIGHTS)
    assert weight < 180_000
