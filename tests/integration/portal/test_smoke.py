"""The house stands: pages answer, and a stranger is asked to log in."""

import pytest

from portal.registry import NavItem


def test_the_process_answers(client, db):
    assert client.get("/healthz").status_code == 200


def test_a_stranger_is_asked_to_log_in(client, db):
    assert client.get("/home/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/nowhere/", "/audit/nowhere/"])
def test_where_nothing_is_nothing_is_counted(client, alice, path, monkeypatch):
    item = NavItem(
        "Waits", "portal:home", "bell", lambda actor: True, count=lambda actor: pytest.fail("counted")
    )
    monkeypatch.setattr("portal.context.nav_for", lambda actor: [item])
    client.force_login(alice)
    response = client.get(path)
    assert response.status_code == 404
    assert "Waits" in response.content.decode()
