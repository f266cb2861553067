"""What the environment says: read once, typed, loud when wrong. docs/settings.md lists every name."""

import os
import secrets
from datetime import date, time
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def data_dir() -> Path:
    """The folder that holds everything this installation writes; made when it is missing."""
    folder = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or this installation's own random key, kept in its data folder.

    The file is created exclusively, so that a web process and a worker that start together agree.
    """
    if given := env.str("SECRET_KEY", default=""):
        return given
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def hours_of_day(text: str) -> tuple[time, time]:
    """ "08:00-17:00" as two times. Raises ImproperlyConfigured when it is none, or ends before it begins."""
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ImproperlyConfigured(
            f"WORKING_HOURS is {text!r}: write it as two times of a day, like 08:00-17:00."
        ) from None
    if not opens < closes:
        raise ImproperlyConfigured(f"WORKING_HOURS is {text!r}: it ends before it begins.")
    return opens, closes


def days_of(texts: list[str]) -> tuple[date, ...]:
    """ISO dates. Raises ImproperlyConfigured and names the one that is none."""
    days = []
    for text in texts:
        try:
            days.append(date.fromisoformat(text.strip()))
        except ValueError:
            raise ImproperlyConfigured(f"HOLIDAYS has {text!r}: write days like 2026-12-25.") from None
    return tuple(days)


def positive(name: str, value: int) -> int:
    """Raises ImproperlyConfigured unless it is more than 0."""
    if value < 1:
        raise ImproperlyConfigured(f"{name} is {value}: it must be 1 or more.")
    return value
