"""The register of training: one row for each of our people and each playbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.facts.playbooks import Known, Playbook, address, register, staff
from portal.models import User
from portal.presentation import number

MISSING, UNREAD, UNTRAINED, DONE = "missing", "unread", "untrained", "done"


@dataclass(frozen=True)
class TrainingRow:
    """What one person knows of one playbook."""

    person: str
    person_id: str
    role: str
    playbook: str
    slug: str
    version: str
    url: str
    read_on: date | None
    read_number: str
    trained_on: date | None
    trained_in: str
    state: str
    words: str
    tone: str


def rows_of(
    on: date, people: Sequence[User] | None = None, slug: str = "", person: str = ""
) -> list[TrainingRow]:
    """By person, then playbook: five queries for any number; `person`: the public id of one of them."""
    known = list(staff()) if people is None else list(people)
    known = [one for one in known if person in ("", one.public_id)]
    books = register([one.pk for one in known], on)
    wanted = [book for book in books if slug in ("", book.page.slug)]
    return [_row(person, book) for person in known for book in wanted]


def chosen(rows: Sequence[TrainingRow], state: str) -> list[TrainingRow]:
    wanted = {
        MISSING: (UNREAD, UNTRAINED, MISSING),
        UNREAD: (UNREAD, MISSING),
        UNTRAINED: (UNTRAINED, MISSING),
    }
    states = wanted.get(state, (state,))
    return [one for one in rows if not state or one.state in states]


def head_words(rows: Sequence[TrainingRow]) -> str:
    people = len({one.person for one in rows if one.state != DONE})
    if not rows:
        return _("No playbook is published yet")
    if not people:
        return _("Everybody has read and been trained in every playbook")
    return ngettext(
        "%(n)s of us has something to read or to learn",
        "%(n)s of us have something to read or to learn",
        people,
    ) % {"n": number(people)}


def _row(person: User, book: Playbook) -> TrainingRow:
    known = book.known[person.pk]
    state, words, tone = _state(known)
    return TrainingRow(
        person=person.name or person.email,
        person_id=person.public_id,
        role=str(person.get_role_display()),
        playbook=book.page.title,
        slug=book.page.slug,
        version=book.version.number,
        url=address(book.page.slug),
        read_on=known.read_on,
        read_number=known.number,
        trained_on=known.trained_on,
        trained_in=known.trained_in,
        state=state,
        words=words,
        tone=tone,
    )


def _state(known: Known) -> tuple[str, str, str]:
    if known.is_read and known.is_trained:
        return DONE, _("read and trained"), "ok"
    if known.is_read:
        return UNTRAINED, _("read, not trained"), "warn"
    if known.is_trained:
        return UNREAD, _("trained, not read"), "warn"
    if known.read_on or known.trained_on:
        return MISSING, _("of an earlier version"), "warn"
    return MISSING, _("neither"), ""
