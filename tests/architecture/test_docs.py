"""The guides speak of what is there: every command, every page that links to another."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
OURS = {"portal", "suppliers", "scorecards", "cms"}
# Of Django's own, made to fit our triggers; nobody is told to call it.
UNTOLD = {"flush"}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_command_is_described_and_every_described_command_exists():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    told = {
        words.split()[0] for words in re.findall(r"`([^`]+)`", "\n".join(re.findall(r"^## .*$", text, re.M)))
    }
    ours = {name for name, app in get_commands().items() if app in OURS} - UNTOLD
    assert told == ours


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
