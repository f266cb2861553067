"""PDF from our own templates: WeasyPrint with files of our own only, nothing from network or file system."""

import atexit
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify

# How a sheet names its files. No such host exists, and nothing is ever asked over the network.
BASE_URL = "https://static.accord.invalid/"
STYLE = BASE_URL + "accord/accord.css"
ALLOWED = re.compile(r"accord/(accord\.css|mark\.svg|fonts/source-sans-(400|600)\.woff2)")
CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
# The style sheet is the screen's too: rules for screens are no news to us.
_KNOWN = re.compile(r"^(Ignored|Expected|Unknown rule|Invalid or unsupported|Invalid media type)")


class NotOurFile(ValueError):
    """A sheet asked for something that is not one of our static files."""


class ScreenRules(logging.Filter):
    """Leaves out what WeasyPrint says about rules meant for screens; keeps everything else."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not _KNOWN.match(record.getMessage())


def static_file(url: str) -> Path:
    """The file behind an address under BASE_URL. Raises NotOurFile for every other address."""
    name = url.removeprefix(BASE_URL)
    if name == url or not ALLOWED.fullmatch(name):
        raise NotOurFile(f"{url} is not a file of our own that a PDF may use")
    built = settings.BUILT_STATIC / name
    found = built if built.is_file() else finders.find(name)
    if not found:
        raise NotOurFile(f"{name} is missing: run manage.py build_fonts")
    return Path(found)


def pdf(template: str, context: dict[str, Any]) -> bytes:
    """A tagged PDF (PDF/UA-1) of a template that extends portal/sheet.html, with its title and language.

    The first of a thread takes a second, the others a tenth of it: many of them belong into a job.
    """
    return to_pdf(render_to_string(template, context))


def to_pdf(html: str) -> bytes:
    """HTML of ours to PDF bytes, in our style. Raises NotOurFile when it asks for a file that is not ours."""
    from weasyprint import HTML

    refused: list[str] = []
    with _quiet():
        fonts, style = _STYLE.read()
        page = HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher(refused))
        document = page.render(font_config=fonts, stylesheets=[style])
        result: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    if refused:
        raise NotOurFile(f"{refused[0]} is not a file of our own that a PDF may use")
    return result


class Style(threading.local):
    """Our style sheet with its fonts: to read them takes longer than a page. Of one thread, for Pango."""

    version: tuple[Path, int] | None = None
    held: tuple[Any, Any]

    def read(self) -> tuple[Any, Any]:
        """WeasyPrint's fonts and style sheet; read again when the file has changed."""
        path = static_file(STYLE)
        version = (path, path.stat().st_mtime_ns)
        if version != self.version:
            self.held, self.version = _read_style(), version
        return self.held

    def forget(self) -> None:
        """The fonts lie in a folder of their own that is removed while Python still can."""
        self.__dict__.clear()


def _read_style() -> tuple[Any, Any]:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from portal.fonts import build

    build(settings.BUILT_STATIC)  # set_up has made them; who has not run it yet gets them now
    refused: list[str] = []
    fonts = FontConfiguration()
    style = CSS(url=STYLE, font_config=fonts, url_fetcher=_fetcher(refused))
    if refused:
        raise NotOurFile(f"{refused[0]} is not a file of our own that a PDF may use")
    return fonts, style


_STYLE = Style()
atexit.register(_STYLE.forget)


def _fetcher(refused: list[str]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFiles(URLFetcher):
        """Reads our files by name; remembers what it refused, because WeasyPrint only logs it."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                path = static_file(url)
            except NotOurFile:
                refused.append(url)
                raise
            content_type = CONTENT_TYPES[path.suffix]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})

    return OurFiles()


@contextmanager
def _quiet() -> Iterator[None]:
    """WeasyPrint's log without the rules for screens."""
    logger, rules = logging.getLogger("weasyprint"), ScreenRules()
    logger.addFilter(rules)
    try:
        yield
    finally:
        logger.removeFilter(rules)


def pdf_response(template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """The PDF as a file to save."""
    answer = HttpResponse(pdf(template, context), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "accord"}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def available() -> bool:
    """Can this machine write PDFs? Pango may be missing: then the page offers printing instead."""
    try:
        import_module("weasyprint")
    except OSError:
        return False
    return True
