"""Partners by code where a column names partners of some kinds only."""

from collections.abc import Iterable
from typing import Any

from suppliers.actions.loading.book import Book
from suppliers.actions.loading.keyed import NotYet, RowRefused, find_partner, pk_of
from suppliers.enums import PartnerKind
from suppliers.imports.messages import gettext_noop, say
from suppliers.models import Partner

_OTHER_KIND = gettext_noop("%(partner)s is of the kind “%(kind)s”; this column takes: %(kinds)s.")
_RIGHT_COLUMN = gettext_noop("Name the partner in the column of its kind, or correct its kind.")


class Kinds:
    """What the partners are that a file names."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._kinds: dict[Any, str] = {}
        self._codes: dict[Any, str] = {None: ""}

    def know(self, codes: Iterable[str]) -> None:
        """Two queries, or none when earlier rows named them all."""
        wanted = set(codes)
        self.book.know_partners(wanted)
        self.know_rows(self.book.partners[code].pk for code in wanted & self.book.partners.keys())

    def know_rows(self, pks: Iterable[Any]) -> None:
        """One query, or none."""
        unknown = set(pks) - self._kinds.keys() - {None}
        for pk, kind, code in Partner.objects.filter(pk__in=unknown).values_list("pk", "kind", "code"):
            self._kinds[pk], self._codes[pk] = kind, code

    def code(self, pk: Any) -> str:
        """The code of a known partner; empty for nobody."""
        return str(pk) if isinstance(pk, NotYet) else self._codes[pk]

    def _kind_to_come(self, code: str) -> str:
        """Of a partner that a trial would create."""
        return self.book.scratch.find(("kind", code)) or self.book.partner_kind

    def find(self, column: str, code: str, allowed: tuple[PartnerKind, ...]) -> Any:
        """The partner's primary key. Raises RowRefused for an unknown code and for another kind."""
        partner = find_partner(self.book, column, code)
        kind = self._kinds.get(partner.pk) or self._kind_to_come(code)
        if kind not in allowed:
            kinds = ", ".join(str(PartnerKind(item).label) for item in allowed)
            reason = say(_OTHER_KIND, partner=partner.name, kind=PartnerKind(kind).label, kinds=kinds)
            raise RowRefused(column, code, reason, _RIGHT_COLUMN)
        return pk_of(partner)
