"""Texts for some readers: the columns, and the one question which of them an actor may read."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.enums import Audience
from cms.models.fields import ManyChoicesField, codes_of
from portal.actors import Actor
from suppliers.enums import PartnerKind


def readable_by(actor: Actor) -> models.Q:
    """Rows with the columns `audience` and `kinds` that this actor may read."""
    if actor.is_staff:
        return models.Q()
    readable = models.Q(audience=Audience.PUBLIC)
    if actor.membership is not None:
        kind = actor.membership.partner.kind
        of_theirs = models.Q(kinds="") | models.Q(kinds__contains=f",{kind},")
        readable |= models.Q(audience=Audience.PARTNERS) & of_theirs
    return readable


def may_read(actor: Actor, audience: str, kinds: str) -> bool:
    """The same of one row."""
    if actor.is_staff or audience == Audience.PUBLIC:
        return True
    if audience != Audience.PARTNERS or actor.membership is None:
        return False
    return not kinds or actor.membership.partner.kind in codes_of(kinds)


class ForReaders(models.Model):
    """`kinds`: partners of these kinds; empty: of every kind. Our own people read everything."""

    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    kinds = ManyChoicesField(
        _("partners of the kinds"),
        max_length=80,
        choices=PartnerKind.choices,
        blank=True,
        help_text=_("None ticked: partners of every kind."),
    )

    class Meta:
        abstract = True

    def readable_by(self, actor: Actor) -> bool:
        return may_read(actor, self.audience, self.kinds)

    def audience_words(self) -> list[Any]:
        """For whom, in words: the kinds where there are some, else the audience."""
        if self.audience == Audience.PARTNERS and self.kinds:
            return [PartnerKind(code).label for code in codes_of(self.kinds)]
        return [Audience(self.audience).label]
