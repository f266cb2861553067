"""The contribution page: what is asked, the ranking once, tiles, two pictures and the rows of the table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import number, share
from suppliers.engine.contribution import non_performance, to_decimal
from suppliers.enums import EntryRole
from suppliers.facts.contribution import contributions, entry_count, monthly
from suppliers.facts.ranking import Ranking, ranking
from suppliers.presenters.contribution.asked import Asked
from suppliers.presenters.contribution.lines import (
    Line,
    lines,
    quarters,
    quarters_span,
    rest,
    searched,
    together,
)
from suppliers.presenters.contribution.links import Links
from suppliers.presenters.contribution.pictures import Picture, scatter_picture, whale_picture
from suppliers.presenters.contribution.scale import Scale, scale_for
from suppliers.presenters.words import sentence_case, spelled
from suppliers.registry import measures

# So many of those that cost money are named in their tile.
NAMED = 3


@dataclass(frozen=True)
class Tile:
    """A figure at the head: its label and unit, what is written, a note, and where it leads."""

    label: str
    unit: str
    value: str
    note: str
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class Foot:
    """A row under the table: its sums, where its amounts lead by kinds of entry, and links at its name."""

    line: Line
    entries: Callable[[Iterable[str]], str] | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Overview:
    """`lines` are all partners of the kind, `found` those that the search leaves."""

    asked: Asked
    ranking: Ranking
    scale: Scale
    links: Links
    lines: list[Line]
    entries: int

    def __deepcopy__(self, memo: Any) -> "Overview":
        # A table copies its columns, and columns hold the page: nothing in it changes, so they share it.
        return self

    @cached_property
    def found(self) -> list[Line]:
        return searched(self.lines, self.asked.q) if self.asked.q else self.lines

    @property
    def costliest(self) -> Line | None:
        """The partner whose dealings cost most; None where all bring something."""
        losing = [line for line in self.lines if line.contribution < 0]
        return min(losing, key=lambda line: (line.contribution, line.code), default=None)

    @property
    def export_name(self) -> str:
        span = self.asked.period.span
        return f"contribution-{self.asked.kind}-{span.start}-{span.end}"

    @cached_property
    def feet(self) -> list[Foot]:
        """What stands under the rows found: with them it adds up to the company."""
        return [*(Foot(line) for line in self.others(self.found)), *self.last_feet]

    @cached_property
    def last_feet(self) -> list[Foot]:
        """What names no partner of the kind, and the company."""
        whole, nobody = self.ranking.company, self.ranking.unattributed
        unnamed = rest(_nobody(self.asked.kind), nobody, nobody.share_of(whole))
        entries = self.links.unattributed if self.links.is_alone else None
        return [
            Foot(unnamed, entries, self.links.of_nobody()),
            Foot(rest(_("Company"), whole, whole.share_of(whole)), self.links.company),
        ]

    def others(self, shown: list[Line]) -> list[Line]:
        """One row for all that are not among those shown; none where all are."""
        there = {line.pk for line in shown}
        missing = [line for line in self.lines if line.pk not in there]
        if not missing:
            return []
        words = ngettext("%(n)s other", "%(n)s others", len(missing)) % {"n": number(len(missing))}
        figures = together(missing)
        return [rest(words, figures, figures.share_of(self.ranking.company))]

    @cached_property
    def whale(self) -> Picture:
        return whale_picture(self.ranking, self.scale)

    @cached_property
    def scatter(self) -> Picture:
        return scatter_picture(self.asked.kind, self.lines, self.scale)

    @property
    def table_title(self) -> str:
        return _("All %(kind)s") % {"kind": self.asked.kind_words.lower()}

    @property
    def table_note(self) -> str:
        note = _(
            "%(unit)s, %(days)s, at dated rates. A name opens its profit and loss, an amount its entries."
        )
        return note % {"unit": self.scale.words, "days": self.asked.period.label}

    @cached_property
    def tiles(self) -> list[Tile]:
        return [self._company(), self._named(), self._costing(), self._trouble()]

    def _tile(self, label: str, minor: int, note: str, **more: str) -> Tile:
        return Tile(label, self.scale.unit, self.scale.write(minor), note, **more)

    def _company(self) -> Tile:
        words = ngettext("%(n)s entry, counted once", "%(n)s entries, each counted once", self.entries)
        minor = self.ranking.company.contribution
        note = words % {"n": number(self.entries)}
        return self._tile(_("Company contribution"), minor, note, tone=_tone(minor), url=self.links.company())

    def _named(self) -> Tile:
        words = ngettext("%(n)s partner", "%(n)s partners", len(self.lines)) % {"n": number(len(self.lines))}
        part = self.ranking.named_share
        if part is not None:
            words = _("%(partners)s, %(share)s of the company’s") % {
                "partners": words, "share": share(to_decimal(part)),
            }  # fmt: skip
        minor = self.ranking.named
        return self._tile(_named(self.asked.kind), minor, words, tone=_tone(minor))

    def _costing(self) -> Tile:
        costing = self.ranking.graded("D")
        if not costing:
            return self._tile(_("Nobody costs money"), 0, _("no partner is in class D"))
        words = ngettext("%(n)s that costs money", "%(n)s that cost money", len(costing))
        worst = [row.partner.name for row in costing[::-1][:NAMED]]
        names = ", ".join(worst) + ("…" if len(costing) > NAMED else "")
        minor = sum(row.figures.contribution for row in costing)
        note = _("class D: %(names)s") % {"names": names}
        label = sentence_case(words % {"n": spelled(len(costing))})
        return self._tile(label, minor, note, tone="bad")

    def _trouble(self) -> Tile:
        minor = non_performance(self.ranking.kinds)
        note = _("quality, expedite and returns; what is only estimated stands apart, on each partner’s page")
        url = self.links.company(("quality", "expedite", "returns"))
        return self._tile(_("Non-performance, booked"), minor, note, tone=_tone(minor), url=url)


def _tone(minor: int) -> str:
    return "bad" if minor < 0 else ""


def _named(kind: str) -> str:
    return {
        "supplier": _("Named to a supplier"),
        "distributor": _("Named to a distributor"),
        "dealer": _("Named to a dealer"),
        "agent": _("Named to an agent"),
    }[kind]


def _nobody(kind: str) -> str:
    return {
        "supplier": _("Named to no supplier"),
        "distributor": _("Named to no distributor"),
        "dealer": _("Named to no dealer"),
        "agent": _("Named to no agent"),
    }[kind]


def overview(actor: Actor, asked: Asked) -> Overview:
    """All but the sparklines, in a fixed number of queries."""
    span, role = asked.period.span, EntryRole.of(asked.kind)
    found = ranking(actor, asked.kind, span, booked_in=asked.booked_in)
    before = contributions(actor, role, span.shifted(-12), currency=asked.booked_in)
    scores = measures("score", actor, [row.partner.pk for row in found.rows], span.start, span.end)
    amounts = [found.company.net_revenue, found.company.contribution]
    scale = scale_for(found.currency, max(map(abs, amounts)), exact=asked.exact)
    entries = entry_count(actor, span, currency=asked.booked_in)
    return Overview(asked, found, scale, Links(asked), lines(found, before, scores), entries)


def sparks(actor: Actor, page: Overview, shown: list[Line]) -> dict[int, list[int | None]]:
    """By partner pk, eight times three months, of the rows that are shown: one query, or three."""
    span, role = page.asked.period.span, EntryRole.of(page.asked.kind)
    keys = [line.pk for line in shown]
    months = monthly(actor, role, quarters_span(span), keys, currency=page.asked.booked_in) if keys else {}
    return {pk: quarters(span, months, pk) for pk in keys}
