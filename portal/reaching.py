"""How everybody reaches the company, as the settings say: at the foot of every page, of error pages too."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Reach:
    """Empty is what nobody has set."""

    company: str
    phone: str
    email: str
    address: str
    hours: str

    @property
    def tel(self) -> str:
        """The number as a phone dials it."""
        return tel_of(self.phone)


def reach() -> Reach:
    opens, closes = settings.WORKING_HOURS
    usual = _("Monday to Friday, %(opens)s to %(closes)s") % {
        "opens": f"{opens:%H:%M}",
        "closes": f"{closes:%H:%M}",
    }
    return Reach(
        settings.COMPANY_NAME,
        settings.COMPANY_PHONE,
        settings.COMPANY_EMAIL,
        settings.COMPANY_ADDRESS,
        settings.COMPANY_HOURS or usual,
    )


def tel_of(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")
