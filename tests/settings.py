"""Settings of the tests: the product's own, with quick hashes, mail in memory and jobs at once."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="accord-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)

from portal.settings import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Beside the data of this run; a name of its own for every process that tests.
DATABASES["default"].setdefault("TEST", {})["NAME"] = (  # noqa: F405
    str(DATA_DIR / "test.sqlite3") if "sqlite" in DATABASES["default"]["ENGINE"] else "accord_test"  # noqa: F405
)
