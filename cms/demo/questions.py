"""What partners asked in the months before, and what they were answered."""

from datetime import date, timedelta

from cms.demo.days import moment_before, workday
from cms.demo.people import member
from portal.actions.notices import drop
from portal.actors import Actor
from suppliers.actions import questions
from suppliers.enums import TaskKind

_BOB, _CHARLIE, _ZOFIA = "bob@brandt.example", "charlie@kestrel.example", "zofia@ostrowski.example"
_INGRID, _AMARA = "ingrid@sandvika.example", "amara@okoro.example"
# So many days ago, who asked, what, what we said, and after how many hours of the same day.
PAST = (
    (151, "BRANDT", _BOB, "Which gate takes pallets of two tonnes?", "Gate B: it has the crane.", 2),
    (139, "KESTREL", _CHARLIE, "Is drawing 4711 still revision D?", "Yes, until the end of the year.", 5),
    (126, "SANDVIKA", _INGRID, "May we deliver a day early in July?", "Gladly, the gate is open.", 3),
    (118, "BRANDT", _BOB, "Do you need the certificate on paper?", "No, the file here is enough.", 1),
    (104, "OSTROWSKI", _ZOFIA, "Who plans the castings in August?", "Ben does; Alice is away.", 4),
    (97, "OKORO", _AMARA, "When is the new price list out?", "On the first of September.", 6),
    (88, "KESTREL", _CHARLIE, "Can we stack the crates three high?", "Two, please: the floor is old.", 2),
    (79, "BRANDT", _BOB, "Two lorries on one day, is that fine?", "Yes, if one comes before ten.", 3),
    (66, "SANDVIKA", _INGRID, "Whom do we tell about a new alloy?", "Me first, then the laboratory.", 5),
)


def asked_before(*, alice: Actor, as_of: date) -> None:
    """Each answered on its day and closed; mails about what is over are not sent any more."""
    for ago, code, email, text, words, hours in PAST:
        who, day = member(code, email), workday(as_of - timedelta(days=ago), -1)
        question = questions.ask(
            by=who, partner=who.membership.partner, text=text, at=moment_before(day, 0, 9)
        )
        questions.reply(by=alice, question=question, text=words, at=moment_before(day, 0, 9 + hours))
        questions.close(by=who, question=question, at=moment_before(day, 0, 16))
        for task in ("", TaskKind.QUESTION):
            drop(task=task, about=question.public_id)
