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
from tests.installations import ROOT, manage, own_installation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AS_OF = "2026-11-22"
BETWEEN_MAILS = "-" * 79 + "\n"
LONGEST_WAY = 240  # seconds: what waits is asked about once a minute, and notices are mailed once a minute
WORKER = [sys.executable, "manage.py", "work"]
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
def installation(chromium, django_db_setup, tmp_path_factory):
    """The address of a running portal, and the folder of its data."""
    folder = tmp_path_factory.mktemp("installation")
    port = _free_port()
    with own_installation(folder, django_db_setup) as environment:
        environment |= {"SITE_URL": f"http://localhost:{port}", "DEBUG": "0"}
        manage(environment, "set_up")
        manage(environment, "shell", "-v0", "-c", BUILD)
        with _running(WORKER, environment), _serving("portal.wsgi", port, environment):
            yield Installation(f"http://localhost:{port}", folder, environment)


class Installation:
    def __init__(self, address, folder, environment):
        self.address = address
        self.folder = folder
        self.environment = environment

    @contextmanager
    def days_ago(self, days):
        """The address of the same portal, with the same data, whose clock is so many days behind."""
        port = _free_port()
        environment = {
            **self.environment,
            "SITE_URL": f"http://localhost:{port}",
            "DAYS_AGO": str(days),
        }
        # Its worker's pulse lies in the future for it: such a server is never "ready".
        with _serving("tests.browser.earlier", port, environment, sign="/healthz"):
            yield f"http://localhost:{port}"

    def mails(self, wanted):
        """The texts of the mails for which `wanted(text)` holds, once the worker has sent one."""
        until = time.monotonic() + LONGEST_WAY
        while time.monotonic() < until:
            sent = self._sent()
            if found := [text for text in sent if wanted(text)]:
                return found
            time.sleep(0.2)
        raise AssertionError(f"no such mail among {len(sent)}")

    def _sent(self):
        """Every mail by itself: Django writes some that go out in one second into one file."""
        files = [path.read_text() for path in sorted((self.folder / "mail").glob("*"))]
        return [mail for file in files for mail in file.split(BETWEEN_MAILS) if mail.strip()]


@pytest.fixture(scope="package")
def sessions():
    """Who is logged in already: logging in is slow on purpose."""
    return {}


@pytest.fixture
def visit(chromium, installation, sessions):
    """`visit("bob@brandt.example")` opens a browser in which this person (None: nobody) is logged in.

    `at`: another address of the portal, as `installation.days_ago` gives.

    At the end of the test every visitor has seen no error of any kind.
    """
    visitors = []

    def enter(email=None, at="", **options):
        known = {} if at else sessions
        visitor = Visitor(chromium, at or installation.address, known, email, options)
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
def _serving(application, port, environment, sign="/readyz"):
    """A server of its own on this port, once it answers."""
    gunicorn = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--threads", "4", "--timeout", "0", "--log-level", "warning",
    ]  # fmt: skip
    with _running(gunicorn, environment):
        _wait_for(f"http://localhost:{port}{sign}")
        yield


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
