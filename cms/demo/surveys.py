"""Whom the demo company asked before it wrote its mission, and one round that is open now.

The past rounds came in on paper before there was a portal, and were typed in: most who answered have no
account here. They are closed and published as any other.
"""

import secrets
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

from django.utils.text import slugify

from cms.actions import survey_themes, surveys
from cms.demo.days import moment, moment_before, workday
from cms.demo.people import member
from cms.engine import questions as q
from cms.engine.questions import Question
from cms.facts.surveys import group_of_partner, own_words
from cms.models import HomePage, SurveyIndexPage, SurveyInvitation, SurveyPage, SurveyReply, SurveyRound
from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import Notice
from suppliers.enums import PartnerKind
from suppliers.models import Partner

WORDS = Path(__file__).with_name("surveys.toml")


@dataclass(frozen=True)
class Past:
    """A round on paper: when it was, how many were asked and answered, how kind they were (0 to 1)."""

    name: str
    months: int
    asked: int
    replied: int
    mood: float
    groups: tuple[str, ...] = ()


PAST = (
    Past("customers", 16, 198, 121, 0.66, ("North", "North", "South", "Coast")),
    Past("customers", 4, 212, 143, 0.74, ("North", "North", "South", "Coast")),
    Past("partners", 11, 27, 22, 0.62),
    Past(
        "staff", 8, 94, 71, 0.68,
        (StaffRole.BUYER, StaffRole.BUYER, StaffRole.STAFF_VIEWER, StaffRole.STAFF_VIEWER),
    ),
)  # fmt: skip


def listen(*, erin: Any, alice: Actor, as_of: date) -> dict[str, SurveyPage]:
    """The surveys, live; their past rounds published; one that waits for Bob. Returns the pages by name."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    index = HomePage.objects.get().add_child(
        instance=SurveyIndexPage(title=words["title"], intro=words["intro"])
    )
    index.save_revision(user=erin).publish()
    dice = Random(f"surveys {as_of.isoformat()}")
    pages = {one["name"]: _page(index, one, erin, as_of) for one in words["survey"]}
    for past in PAST:
        _typed_in(past, pages[past.name], words["words"].get(past.name, {}), alice, as_of, dice)
    _open_now(pages["planning"], alice, as_of)
    return pages


def _page(index: SurveyIndexPage, words: dict[str, Any], erin: Any, as_of: date) -> SurveyPage:
    facts = {name: value for name, value in words.items() if name not in ("name", "question")}
    page = SurveyPage(
        **facts,
        slug=slugify(words["title"]),
        keeper=erin,
        review_on=workday(as_of + timedelta(days=200)),
        questions=[(one["type"], {k: v for k, v in one.items() if k != "type"}) for one in words["question"]],
    )
    index.add_child(instance=page)
    page.save_revision(user=erin).publish()
    page.refresh_from_db()
    return page


def _typed_in(
    past: Past, page: SurveyPage, words: dict[str, list[str]], alice: Actor, as_of: date, dice: Random
) -> None:
    opened = workday(as_of - timedelta(days=past.months * 30))
    at = moment(opened, dice)
    one = SurveyRound.objects.create(
        page=page,
        number=page.rounds.count() + 1,
        title=page.title,
        questions=[question.frozen() for question in page.frozen_questions()],
        asked=page.asked,
        is_anonymous=True,
        min_group=page.min_group,
        split_by=page.split_by,
        opens_on=opened,
        closes_on=opened + timedelta(days=20),
        opened_by_label=alice.label,
        opened_at=at,
    )
    asked = list(_asked(past, one))
    SurveyInvitation.objects.bulk_create(asked)
    said = [text for texts in words.values() for text in texts]
    replies = [
        SurveyReply(
            key=secrets.token_hex(16),
            round=one,
            group=invitation.group,
            answers=_answers(one.asked_questions, past.mood, said[place : place + 1], dice),
        )
        for place, invitation in enumerate(asked[: past.replied])
    ]
    SurveyReply.objects.bulk_create(replies)
    closed_at = at + timedelta(days=20)
    one = surveys.close(by=alice, survey_round=one, at=closed_at)
    _find_themes(one, words, alice)
    surveys.publish(by=alice, survey_round=one, at=closed_at + timedelta(days=6))
    # What is long over is not mailed any more.
    Notice.objects.filter(key__contains=one.public_id).update(dropped_at=closed_at)


def _asked(past: Past, survey_round: SurveyRound) -> Iterator[SurveyInvitation]:
    """Partners themselves; of the others no address is kept, only of which group they are."""
    if past.name == "partners":
        for place, partner in enumerate(_some_partners(past.asked)):
            group = group_of_partner(partner, survey_round.split_by)
            is_in = place < past.replied
            yield SurveyInvitation(round=survey_round, partner=partner, group=group, has_answered=is_in)
        return
    for place in range(past.asked):
        group = past.groups[place % len(past.groups)] if past.groups else ""
        yield SurveyInvitation(round=survey_round, group=group, has_answered=place < past.replied)


def _some_partners(many: int) -> list[Partner]:
    """All that sell for us, and suppliers; those who answered stand first, in turn of both."""
    rows = list(Partner.objects.filter(merged_into=None).order_by("pk"))
    suppliers = [one for one in rows if one.kind == PartnerKind.SUPPLIER]
    others = [one for one in rows if one.kind != PartnerKind.SUPPLIER][:many]
    chosen = [*suppliers[: many - len(others)]]
    mixed = [one for pair in zip_longest(chosen, others) for one in pair if one is not None]
    return mixed[:many]


def _answers(questions: Sequence[Question], mood: float, said: Sequence[str], dice: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions:
        size = len(question.options)
        if question.type == q.SCORE:
            found[question.key] = min(10, max(0, round(dice.gauss(mood * 11.5, 1.9))))
        elif question.type == q.SCALE:
            found[question.key] = min(size - 1, max(0, round(dice.gauss(mood * (size - 1), 0.8))))
        elif question.type == q.RANKING:
            order = sorted(range(size), key=lambda one: one * mood + dice.random() * 2)
            found[question.key] = order
        elif question.type == q.CHOICE and question.several:
            found[question.key] = sorted(dice.sample(range(size), dice.randint(1, 2)))
        elif question.type == q.CHOICE:
            found[question.key] = min(int(dice.random() ** 1.6 * size), size - 1)
        elif said:
            found[question.key] = said[0]
    return found


def _find_themes(survey_round: SurveyRound, words: dict[str, list[str]], alice: Actor) -> None:
    """As Alice saw them in the words."""
    for question in survey_round.asked_questions:
        if question.type != q.TEXT:
            continue
        known = {text: key for key, text in own_words(survey_round, question.key)}
        for name, texts in words.items():
            theme = survey_themes.name_theme(
                by=alice, survey_round=survey_round, question=question.key, name=name
            )
            keys = [known[text] for text in texts if text in known]
            survey_themes.put_on(by=alice, theme=theme, replies=keys)


def _open_now(page: SurveyPage, alice: Actor, as_of: date) -> None:
    """Three have answered; Bob, Charlie and the others are still asked."""
    at = moment_before(as_of, 4, 9)
    one = surveys.open_round(
        by=alice, page=page, opens_on=at.date(), closes_on=as_of + timedelta(days=12), at=at
    )
    for place, (code, email) in enumerate(_QUICK):
        _answer(one, member(code, email), place, at + timedelta(hours=3 + place))


_QUICK = (
    ("SANDVIKA", "ingrid@sandvika.example"),
    ("LAMBERTI", "paolo@lamberti.example"),
    ("FJORDVANN", "nils@fjordvann.example"),
)


def _answer(survey_round: SurveyRound, by: Actor, place: int, at: datetime) -> None:
    score, ranking, _text = survey_round.asked_questions
    invitation = SurveyInvitation.objects.select_related("partner").get(
        round=survey_round, partner=by.partner_id
    )
    answers = {score.key: 7 + place, ranking.key: [1, 0, 2]}
    surveys.answer(by=by, invitation=invitation, answers=answers, at=at)
