"""Does the state allow it? No user in here."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from scorecards.enums import ResponseKind
from scorecards.models import Scorecard


class NotClosed(Exception):
    """The period may still change. `possible_from` is the first day on which it can be published."""

    def __init__(self, period: Period, possible_from: date) -> None:
        super().__init__(
            _("%(period)s can be published from %(day)s on; until then there is a preview.")
            % {"period": period.key, "day": date_format(possible_from, "j F Y")}
        )
        self.possible_from = possible_from


def check_can_publish(period: Period, as_of: date, today: date) -> None:
    """A period is published from its closing day on, the card's as-of day; or NotClosed says when."""
    if today < as_of:
        raise NotClosed(period, as_of)


def can_acknowledge(card: Scorecard) -> bool:
    """The newest revision, once."""
    return card.is_latest and not card.responses.filter(kind=ResponseKind.ACKNOWLEDGED).exists()


def check_can_acknowledge(card: Scorecard) -> None:
    if not card.is_latest:
        raise ValidationError(_("There is a newer revision of this card: please answer that one."))
    if not can_acknowledge(card):
        raise ValidationError(_("This card is acknowledged already. Thank you."))


def check_text(text: str) -> None:
    if not text.strip():
        raise ValidationError(_("Write a few words first."))
