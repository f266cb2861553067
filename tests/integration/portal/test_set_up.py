"""`manage.py set_up`: does what there is to do, once."""

import io

import pytest
from django.core.management import call_command

from portal.management.commands import set_up
from portal.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def commands(monkeypatch, settings, tmp_path):
    """The commands it would call, instead of calling them."""
    settings.STATIC_ROOT = tmp_path
    called = []
    monkeypatch.setattr(set_up, "call_command", lambda name, **options: called.append(name))
    return called


def run(*arguments):
    out = io.StringIO()
    call_command("set_up", *arguments, stdout=out)
    return out.getvalue()


def test_second_run_finds_nothing_to_do(commands):
    assert "Collecting static files" in run()
    assert commands == ["build_fonts", "collectstatic"]
    assert run() == ""
    assert len(commands) == 2


def test_changed_static_file_is_collected_again(commands, settings, tmp_path_factory):
    run()
    folder = tmp_path_factory.mktemp("more")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, folder]
    (folder / "new.css").write_text("a{}")
    assert "Collecting static files" in run()


def test_demo_fills_an_empty_database_alone(commands, alice):
    run("--demo")
    assert "demo" not in commands
    User.objects.all().delete()
    run()
    assert "demo" not in commands
    run("--demo")
    assert commands.count("demo") == 1


def test_interrupted_demo_leaves_nothing(commands, monkeypatch):
    run()

    def half_a_demo(name, **options):
        User.objects.create_user("alice@halden.example")
        raise KeyboardInterrupt

    monkeypatch.setattr(set_up, "call_command", half_a_demo)
    with pytest.raises(KeyboardInterrupt):
        run("--demo")
    assert not User.objects.exists()
