"""The real thing: server and job worker as processes of their own, a small demo company, and Chromium.

One installation serves all journeys. Tests here speak to it through the browser alone, never to its database.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import URLError

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.driving import Visitor
from tests.installations import ROOT, manage, own_database

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AS_OF = "2026-11-22"
BUILD = f"""
from datetime import date
from cms.demo import building
building.build(as_of=date.fromisoformat("{AS_OF}"), size=building.Size(months=14, scale=0.5, cards=13))
"""


@pytest.fixture(scope="package")
def chromium():
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: apt-get install -y chromium")
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: apt-get install -y chromium")
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def installation(chromium, tmp_path_factory):
    """The address of a running portal, and the folder of its data."""
    folder = tmp_path_factory.mktemp("installation")
    port = _free_port()
    with own_database(folder) as database:
        environment = {
            **os.environ,
            **database,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SITE_URL": f"http://localhost:{port}",
            "DEBUG": "0",
        }
        manage(environment, "set_up")
        manage(environment, "shell", "-v0", "-c", BUILD)
        gunicorn = [
            sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--threads", "4", "--log-level", "warning",
        ]  # fmt: skip
        with _running(gunicorn, environment), _running([sys.executable, "manage.py", "work"], environment):
            _wait_for(f"http://localhost:{port}/readyz")
            yield Installation(f"http://localhost:{port}", folder)


class Installation:
    def __init__(self, address, folder):
        self.address = address
        self.folder = folder

    def mails(self, wanted):
        """The texts of the mails for which `wanted(text)` holds, once the worker has sent one."""
        for _ in range(300):
            sent = [path.read_text() for path in sorted((self.folder / "mail").glob("*"))]
            if found := [text for text in sent if wanted(text)]:
                return found
            time.sleep(0.2)
        raise AssertionError(f"no such mail among {len(sent)}")


@pytest.fixture(scope="package")
def sessions():
    """Who is logged in already: logging in is slow on purpose."""
    return {}


@pytest.fixture
def visit(chromium, installation, sessions):
    """`visit("bob@brandt.example")` opens a browser in which this person (None: nobody) is logged in.

    At the end of the test every visitor has seen no error of any kind.
    """
    visitors = []

    def enter(email=None, **options):
        visitor = Visitor(chromium, installation.address, sessions, email, options)
        visitors.append(visitor)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.leave()
    problems = [problem for visitor in visitors for problem in visitor.problems]
    assert not problems, "\n".join(problems)


def _free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def _running(words, environment):
    with subprocess.Popen(words, cwd=ROOT, env=environment) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(address):
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")
