"""Money as integer minor units with its currency."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision

from portal.engine.rounding import half_up


@dataclass(frozen=True)
class Money:
    """`minor` units (cents, yen ...) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """An amount in major units; a fraction of a minor unit is rounded half up."""
        minor = half_up(amount.scaleb(get_currency_precision(currency)), 0)
        return cls(int(minor), currency)
