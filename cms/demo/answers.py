"""What partners of the demo asked about policies and proposed; most of it answered, one waits."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cms.actions import answers
from cms.demo.days import moment_before
from cms.demo.people import member
from cms.enums import CommentDecision, CommentKind
from cms.models import PolicyComment, TextVersion
from portal.actors import Actor
from portal.models import Notice


@dataclass(frozen=True)
class Word:
    """`back`: working days before the as-of day; `took`: working days to the answer, 0: it waits."""

    code: str
    email: str
    back: int
    kind: str
    text: str
    answer: str = ""
    decision: str = ""
    took: int = 0
    named: bool = False
    public: bool = True
    came: bool = False


PROPOSAL, QUESTION = CommentKind.PROPOSAL, CommentKind.QUESTION
SLUG = "paying-on-time"
# About the policy on paying, the oldest first.
WORDS = (
    Word("BRANDT", "bob@brandt.example", 150, PROPOSAL,
         "Start the clock at the gate. Your inspection is not my problem.",
         "You are right, it is ours. The clock now starts when the truck leaves your goods at our gate.",
         CommentDecision.TAKEN_UP, 5, named=True, came=True),
    Word("OSTROWSKI", "zofia@ostrowski.example", 140, PROPOSAL,
         "Pay the interest without being asked. Nobody likes to ask.",
         "A partner is right: nobody liked to ask. We pay it with the same run, unasked.",
         CommentDecision.TAKEN_UP, 7, came=True),
    Word("SANDVIKA", "ingrid@sandvika.example", 120, PROPOSAL,
         "Pay the part that is right while we talk about the rest.",
         "We do so from now on: what is right is paid, what is not is named by line.",
         CommentDecision.TAKEN_UP, 4, came=True),
    Word("LAMBERTI", "paolo@lamberti.example", 62, PROPOSAL,
         "We are nine people. Fourteen days instead of thirty would keep us alive.",
         "A partner asked for 14 days for small firms. We cannot fund it this year; we look again in March.",
         CommentDecision.LATER, 9),
    Word("KESTREL", "charlie@kestrel.example", 30, QUESTION,
         "Does the clock stop when you dispute one line of ten?",
         "No: for the nine lines that are right it runs on.", took=3),
    Word("BRANDT", "bob@brandt.example", 6, QUESTION,
         "Which day counts when a truck arrives after your gate has closed?"),
)  # fmt: skip


def talk(*, owner: Actor, as_of: date) -> int:
    """On the policy about paying; returns how many words were said."""
    rows = TextVersion.objects.filter(page__slug=SLUG, page__content_type__model="policypage")
    versions = list(rows.order_by("major", "minor"))
    if not versions:
        return 0
    for word in WORDS:
        _say(word, versions, owner, as_of)
    return len(WORDS)


def _holding(versions: list[TextVersion], on: date) -> TextVersion:
    return [one for one in versions if one.in_force_from <= on][-1]


def _say(word: Word, versions: list[TextVersion], owner: Actor, as_of: date) -> None:
    """About the version that held on that day; what came of it is the one that holds today."""
    asked_at = moment_before(as_of, word.back, hour=9)
    about, newest = _holding(versions, asked_at.date()), _holding(versions, as_of)
    comment = answers.ask(
        by=member(word.code, word.email),
        version=about,
        kind=word.kind,
        text=word.text,
        name_shown=word.named,
        at=asked_at,
    )
    if word.took:
        by = Actor(user=comment.owner) if comment.owner else owner
        _answer(word, comment, by, moment_before(as_of, word.back - word.took))
    if word.came and about.pk != newest.pk:
        answers.led_to(by=owner, comment=comment, version=newest)
    if word.back > 20:
        # What is long over is not mailed any more.
        Notice.objects.filter(about=comment.public_id).update(dropped_at=asked_at + timedelta(days=1))


def _answer(word: Word, comment: PolicyComment, by: Actor, at: Any) -> None:
    answers.answer(by=by, comment=comment, text=word.answer, decision=word.decision, at=at)
    if word.public:
        answers.publish(by=by, comment=comment, at=at)
