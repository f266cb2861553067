"""What many models share: an unguessable public id, a version, moments."""

import secrets

from django.db import models

# 32 letters and digits that nobody mistakes for another: five bits of a byte choose one of them.
_ALPHABET = b"abcdefghijkmnpqrstuvwxyz23456789"
_LETTERS = _ALPHABET * 8


def new_public_id() -> str:
    """80 random bits as 16 characters, without look-alikes: safe in a URL that a rival could try."""
    return secrets.token_bytes(16).translate(_LETTERS).decode()


class PublicId(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """`version` grows with every save that a person makes: see portal.actions.saving."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
