"""Rules in words: what fits, whom they name, what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import presentation
from portal.engine.money import Money
from suppliers.enums import EntryKind, SplitMethod
from suppliers.facts.attribution_preview import Preview
from suppliers.models import AttributionRule, AttributionRun, LedgerEntry

# So many texts of a condition stand in a sentence; more are counted.
TEXTS_SHOWN = 3


def condition_words(rule: AttributionRule) -> str:
    """“Freight, Duty; items PIPE*, VALVE-9; from 1 Jan 2026”, or that every entry fits."""
    found = [", ".join(str(EntryKind(kind).label) for kind in rule.kinds)] if rule.kinds else []
    for texts, words in (
        (rule.item_codes, _("items %(texts)s")),
        (rule.categories, _("categories %(texts)s")),
        (rule.customers, _("customers %(texts)s")),
        (rule.references, _("orders %(texts)s")),
    ):
        if texts:
            found.append(words % {"texts": _listed(texts)})
    if rule.valid_from:
        found.append(_("from %(day)s") % {"day": presentation.day(rule.valid_from)})
    if rule.valid_until:
        found.append(_("until %(day)s") % {"day": presentation.day(rule.valid_until)})
    return "; ".join(found) or _("every entry")


def split_words(rule: AttributionRule) -> str:
    """“Brandt Castings 60 %, Kestrel Forgings 40 %”; its shares are prefetched with their partners."""
    if rule.method == SplitMethod.LINES:
        return _("as the lines of the same order")
    shares = list(rule.shares.all())
    if len(shares) == 1:
        return str(shares[0].partner.name)
    return ", ".join(f"{one.partner.name} {_per_cent(one.share)}" for one in shares)


def _listed(texts: Sequence[str]) -> str:
    shown, more = ", ".join(texts[:TEXTS_SHOWN]), len(texts) - TEXTS_SHOWN
    if more <= 0:
        return shown
    return _("%(shown)s and %(more)s more") % {"shown": shown, "more": presentation.number(more)}


def _per_cent(share: Decimal) -> str:
    places = max(0, -int((share * 100).normalize().as_tuple().exponent))
    return presentation.share(share, places)


@dataclass(frozen=True)
class SampleView:
    name: str
    url: str
    sub: str
    day: str
    kind: str
    amount: str


@dataclass(frozen=True)
class PreviewView:
    """`sentence` is the finding; `notes` say what else to know of it."""

    sentence: str
    notes: tuple[str, ...]
    samples: tuple[SampleView, ...]
    more: str


def preview_view(found: Preview) -> PreviewView:
    notes = []
    if found.others:
        words = ngettext(
            "%(n)s of them is named by another rule now.",
            "%(n)s of them are named by another rule now.",
            found.others,
        )
        notes.append(words % {"n": presentation.number(found.others)})
    if found.by_file:
        words = ngettext(
            "%(n)s more entry fits, but its own file names a partner: it stays so.",
            "%(n)s more entries fit, but their own files name a partner: they stay so.",
            found.by_file,
        )
        notes.append(words % {"n": presentation.number(found.by_file)})
    return PreviewView(
        _sentence(found), tuple(notes), tuple(_sample(entry) for entry in found.samples), _more(found)
    )


def _sentence(found: Preview) -> str:
    if not found.entries:
        return _("It would name nobody: no entry fits that is still free.")
    words = ngettext(
        "It would name partners in %(n)s entry of %(amount)s; %(new)s names nobody so far.",
        "It would name partners in %(n)s entries of together %(amount)s; %(new)s name nobody so far.",
        found.entries,
    )
    return words % {
        "n": presentation.number(found.entries),
        "amount": _company(found.company_minor),
        "new": presentation.number(found.unnamed),
    }


def _more(found: Preview) -> str:
    more = found.entries - len(found.samples)
    return _("and %(n)s more") % {"n": presentation.number(more)} if more > 0 else ""


def _sample(entry: LedgerEntry) -> SampleView:
    return SampleView(
        name=entry.entry_id,
        url=reverse("suppliers:ledger_entry", args=[entry.public_id]),
        sub=" · ".join(text for text in (entry.item_code, entry.customer, entry.reference) if text),
        day=presentation.day(entry.date),
        kind=str(entry.get_kind_display()),
        amount=_company(entry.company_minor),
    )


@dataclass(frozen=True)
class RunView:
    """One run over all entries."""

    at: datetime
    by: str
    words: str
    url: str


def run_view(run: AttributionRun) -> RunView:
    counts: dict[str, Any] = {"named": 0, "changed": 0, "cleared": 0, "same": 0, **run.counts}
    if run.finished_at is None:
        words = _("not finished")
    else:
        given = {name: presentation.number(value) for name, value in counts.items()}
        words = (
            _("%(named)s newly named, %(changed)s changed, %(cleared)s named no more, %(same)s as before")
            % given
        )
    url = f"{reverse('suppliers:attribution_log')}?run={run.public_id}"
    return RunView(run.started_at, run.by_label, words, url)


def _company(minor: int) -> str:
    return presentation.money(Money(minor, settings.COMPANY_CURRENCY))
