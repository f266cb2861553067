"""How large amounts are written: in thousands where they are millions, with cents where somebody asks."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.engine.money import Money
from portal.presentation import money, number, signed

# In whole units of the currency: from here on amounts are written in thousands.
LARGE = 1_000_000


@dataclass(frozen=True)
class Scale:
    """`by`: so many units of the currency are one of what is written; `places`: decimals."""

    currency: str
    by: int = 1
    places: int = 0

    @property
    def unit(self) -> str:
        """“k EUR” or “EUR”."""
        return _("k %(currency)s") % {"currency": self.currency} if self.by > 1 else self.currency

    @property
    def words(self) -> str:
        """As it stands over a table: “Thousand EUR”."""
        if self.by > 1:
            return _("Thousand %(currency)s") % {"currency": self.currency}
        if self.places:
            return _("%(currency)s, to the cent") % {"currency": self.currency}
        return _("Whole %(currency)s") % {"currency": self.currency}

    def amount(self, minor: int) -> Decimal:
        """In units of this scale, unrounded."""
        return Money(minor, self.currency).amount / self.by

    def write(self, minor: int) -> str:
        return number(self.amount(minor), self.places)

    def signed(self, minor: int) -> str:
        """A change: +12, −140."""
        return signed(self.amount(minor), self.places)

    def cell(self, minor: int, words: str = "") -> SafeString:
        """What is written, with the exact amount for machines and for who points at it."""
        return format_html(
            '<data value="{}" title="{}">{}</data>',
            minor,
            money(minor, self.currency),
            words or self.write(minor),
        )


def scale_for(currency: str, largest: int, *, exact: bool = False) -> Scale:
    """For amounts up to `largest` minor units."""
    if exact:
        return Scale(currency, places=get_currency_precision(currency))
    return Scale(currency, 1000 if abs(Money(largest, currency).amount) >= LARGE else 1)
