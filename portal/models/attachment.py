"""Files that people add to what they say: kept whole in the database, so they are saved and lost with it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models.base import PublicId
from portal.registry import scopes_of


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all, a partner's people theirs, of its other names too; contents only when asked for."""
        rows = self.defer("content")
        if actor.is_staff:
            return rows
        if actor.membership is None:
            return rows.none()
        return rows.filter(scope__in=scopes_of(actor.membership))

    def by_thing(self, about: Collection[str]) -> dict[str, list["Attachment"]]:
        """By the public id of what they belong to: one query for all of a page."""
        found: defaultdict[str, list[Attachment]] = defaultdict(list)
        for row in self.filter(about__in=about) if about else ():
            found[row.about].append(row)
        return dict(found)


class Attachment(PublicId):
    """One file about one partner (`scope`: its public id). Never changed.

    `media_type` is what the content is, whatever the name says; `about` the public id of what it belongs to.
    """

    scope = models.CharField(max_length=16, db_index=True)
    about = models.CharField(max_length=16, db_index=True)
    name = models.CharField(_("name"), max_length=150)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by_label = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
