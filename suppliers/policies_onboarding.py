"""Does the state allow it? What a newcomer needs, and what takes two people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from suppliers.models import Partner


def keeps_tax_id(partner: Partner, wanted: str) -> bool:
    """The first tax number is simply kept; another one takes a second person."""
    return not partner.tax_id or wanted == partner.tax_id


def check_keeps_tax_id(partner: Partner, wanted: str) -> None:
    """Raises ValidationError that names the way."""
    if not keeps_tax_id(partner, wanted):
        raise ValidationError(
            _("The tax number changes only with a second person: ask for it under “Bank and tax data”."),
            code="two_people",
        )
