"""What the environment says: read once, typed, loud when wrong. docs/settings.md lists every name."""

import os
import secrets
from pathlib import Path

import environ

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
