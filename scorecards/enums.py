"""States and kinds of scorecards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResponseKind(models.TextChoices):
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    COMMENT = "comment", _("Answer")
    REPLY = "reply", _("Reply")


class BandAction(models.TextChoices):
    """What a band proposes; a person decides, after the partner could answer."""

    THANK = "thank", _("Thank")
    DEVELOP = "develop", _("Develop together")
    WARN = "warn", _("Warn")
    HOLD = "hold", _("Hold new orders")
