"""The table in docs/settings.md and the code name the same settings, with the same defaults."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^\| \*{0,2}`(?P<name>\w+)`\*{0,2} \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.MULTILINE
)
TABLE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def read_in(path):
    """Name -> default (an AST node) of every `env.kind("NAME", default)` in a file."""
    found = {}
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not re.fullmatch(r"env(\.\w+)?", ast.unparse(call.func)):
            continue
        defaults = [word.value for word in call.keywords if word.arg == "default"] + call.args[1:]
        name = ast.literal_eval(call.args[0])
        found[name] = defaults[0] if defaults else found.get(name)
    return found


@pytest.fixture(scope="module")
def in_code():
    return read_in(ROOT / "portal" / "settings.py") | read_in(ROOT / "portal" / "environment.py")


def test_every_setting_is_in_the_table_and_the_other_way_round(in_code):
    assert len(in_code) > 15
    assert sorted(in_code) == [row["name"] for row in ROW.finditer(TABLE)]


def test_defaults_are_the_ones_in_the_code(in_code):
    """Where the code's default is a plain value; the others are told in words."""
    for row in ROW.finditer(TABLE):
        try:
            default = ast.literal_eval(in_code[row["name"]])
        except ValueError:
            continue
        if default in ("", []):
            assert "`" not in row["default"] or "DATA_DIR" in row["default"], row["name"]
        else:
            told = ",".join(default) if isinstance(default, list) else str(default)
            assert row["default"] == f"`{told}`", row["name"]


def test_only_the_settings_read_the_environment():
    apps = [
        path for app in ("portal", "suppliers", "scorecards", "cms") for path in (ROOT / app).rglob("*.py")
    ]
    readers = {
        path.name for path in apps if re.search(r"os\.(environ|getenv)\b(?!\.setdefault)", path.read_text())
    }
    assert readers == set()
