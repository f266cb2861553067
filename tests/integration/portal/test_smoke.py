"""The house stands: pages answer, and a stranger is asked to log in."""


def test_the_process_answers(client, db):
    assert client.get("/healthz").status_code == 200


def test_a_stranger_is_asked_to_log_in(client, db):
    assert client.get("/home/")["Location"].startswith("/accounts/login/")
