"""What a selling partner gets for what it sells, agreed anew: a further version, as rows of its own.

A version is never changed. One that begins on the same day as another takes its place by its higher number;
months that are closed keep the terms they were closed with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.engine.money import Money
from suppliers.engine.commission import BadTiers, Tier, check_tiers
from suppliers.engine.rates import LARGEST_MINOR
from suppliers.enums import AgreementBase, TierMethod
from suppliers.models import CommissionAgreement, Partner
from suppliers.permissions import check_can_keep_contribution

MOST_TIERS = 8
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
# As many decimals of a share as are kept.
FINEST = Decimal("0.000001")


class AgreementRefused(Exception):
    """Terms that no agreement can have; `field` names which, `tier` the tier (from 0), the message why."""

    def __init__(self, field: str, reason: str, tier: int = 0) -> None:
        super().__init__(reason)
        self.field, self.tier = field, tier


@dataclass(frozen=True)
class Offer:
    """`tiers`: (from, minor units of the company's currency; rate, a share 0 to 1), the lowest first."""

    valid_from: date
    base: str
    method: str
    tiers: tuple[tuple[int, Decimal], ...]


def check_offer(offer: Offer) -> None:
    """Raises AgreementRefused."""
    if not EARLIEST <= offer.valid_from <= LATEST:
        raise AgreementRefused("valid_from", _("The day lies between 1970 and 2199."))
    if offer.base not in AgreementBase.values:
        raise AgreementRefused("base", _("Choose what the commission is a share of."))
    if offer.method not in TierMethod.values:
        raise AgreementRefused("method", _("Choose how the tiers count."))
    if not 1 <= len(offer.tiers) <= MOST_TIERS:
        raise AgreementRefused("from", _("An agreement has 1 to %(most)s tiers.") % {"most": MOST_TIERS})
    _check_tiers(offer.tiers)


def _check_tiers(tiers: Sequence[tuple[int, Decimal]]) -> None:
    for place, (start, rate) in enumerate(tiers):
        if not 0 <= start <= LARGEST_MINOR:
            raise AgreementRefused("from", _("This amount is too large, or below 0."), place)
        if not 0 <= rate <= 1 or rate != rate.quantize(FINEST):
            words = _("A rate is between 0 and 100 per cent, with at most four decimals.")
            raise AgreementRefused("rate", words, place)
    try:
        check_tiers([Tier(start, Fraction(rate)) for start, rate in tiers])
    except BadTiers as bad:
        raise _refused(bad, [start for start, _rate in tiers]) from bad


def _refused(bad: BadTiers, starts: Sequence[int]) -> AgreementRefused:
    """At the tier that makes the gap, or the second of two from one amount."""
    if bad.problem == "gap":
        words = _("What lies below %(amount)s would have no rate: the lowest tier begins at 0.")
    else:
        words = _("Two tiers begin at %(amount)s: keep one of them.")
    places = [place for place, start in enumerate(starts) if start == bad.at]
    return AgreementRefused("from", words % {"amount": _amount(bad.at)}, places[-1])


@transaction.atomic
def add(*, by: Actor, partner: Partner, offer: Offer, seen: int) -> int:
    """The number of the new version. `seen`: the highest one when the terms were written down, 0 without any.

    Raises PermissionDenied, AgreementRefused: also when another version came in between, or when the terms
    are those that hold on that day already.
    """
    check_can_keep_contribution(by)
    check_offer(offer)
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.merged_into_id is not None:
        raise AgreementRefused("valid_from", _("This partner was merged into another: agree with that one."))
    last = newest_version(partner)
    if last != seen:
        words = _("Version %(number)s was agreed meanwhile: look at it first, then save again.")
        raise AgreementRefused("version", words % {"number": last})
    version = last + 1
    rows = [
        CommissionAgreement(
            partner=partner,
            version=version,
            valid_from=offer.valid_from,
            base=offer.base,
            method=offer.method,
            tier_from_minor=start,
            rate=rate,
        )
        for start, rate in sorted(offer.tiers)
    ]
    try:
        with transaction.atomic():
            CommissionAgreement.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AgreementRefused(
            "version", _("Another version was agreed at this moment: look again.")
        ) from error
    audit.record(
        by=by, verb="agreement.added", obj=rows[0], scope=partner.public_id, data=_said(version, offer)
    )
    return version


def newest_version(partner: Partner) -> int:
    """The highest number of a version; 0 without any."""
    rows = CommissionAgreement.objects.filter(partner=partner)
    return int(rows.aggregate(last=Max("version"))["last"] or 0)


def _said(version: int, offer: Offer) -> dict[str, object]:
    return {
        "version": version,
        "valid_from": offer.valid_from.isoformat(),
        "base": offer.base,
        "method": offer.method,
        "tiers": [[_amount(start), f"{rate:f}"] for start, rate in sorted(offer.tiers)],
    }


def _amount(minor: int) -> str:
    return f"{settings.COMPANY_CURRENCY} {Money(minor, settings.COMPANY_CURRENCY).amount:f}"
