"""What a mission still lacks, and what to do about it: shown beside the editor, from the draft as saved."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.engine.plainness import Plainness, mentions, plainness
from cms.enums import GoalTerm, PromisedTo
from cms.models import MissionPage
from cms.models.approval import APPROVALS_NEEDED, executives
from portal.enums import StaffRole
from portal.models import User
from portal.presentation import day as write_day
from portal.presentation import number

_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Check:
    """One question. `todo`: what to do, empty when the answer is yes."""

    question: str
    todo: str = ""

    @property
    def is_met(self) -> bool:
        return not self.todo


@dataclass(frozen=True)
class Checklist:
    """`alone`: why nobody can approve it yet, empty when two can; `invite_url`: the way out, for who may."""

    checks: tuple[Check, ...]
    alone: str = ""
    invite_url: str = ""

    @property
    def missing(self) -> list[Check]:
        return [check for check in self.checks if not check.is_met]

    @property
    def summary(self) -> str:
        count = len(self.missing)
        if not count and self.alone:
            return _("Nothing else is missing.")
        if not count:
            return _("Nothing is missing. Send it for approval: two executives read it.")
        return ngettext(
            "%(count)s thing is missing before you send it for approval.",
            "%(count)s things are missing before you send it for approval.",
            count,
        ) % {"count": number(count)}


def too_few_to_approve() -> str:
    """Why it would wait for ever, and what to do about it; empty when there are two."""
    count = executives().count()
    if count >= APPROVALS_NEEDED:
        return ""
    return ngettext(
        "It cannot be approved yet: two executives do, and only %(count)s has an account. An administrator "
        "invites a second one. What you send waits until then.",
        "It cannot be approved yet: two executives do, and %(count)s have an account. An administrator "
        "invites two. What you send waits until then.",
        count,
    ) % {"count": number(count)}


def checklist(page: MissionPage, today: date, reader: User | None = None) -> Checklist:
    """Who invites people is shown the way there."""
    alone = too_few_to_approve()
    may_invite = reader is not None and reader.role == StaffRole.ADMINISTRATOR
    return Checklist(
        alone=alone,
        invite_url=reverse("portal:staff") if alone and may_invite else "",
        checks=(
            Check(_("Does it say that we keep our customers?"), _customers(page)),
            Check(_("Does it say that we keep partners and our own people?"), _partners_and_staff(page)),
            Check(_("Is each promise measured?"), _measured(page)),
            Check(_("Is there evidence that people were asked?"), _evidence(page)),
            Check(_("Does it have an owner?"), _owner(page)),
            Check(_("Is it reviewed within a year?"), _review(page, today)),
            Check(_("Are there goals for now and for later?"), _goals(page)),
            Check(_("Are the words plain?"), _plain(page)),
        ),
    )


def keeping_words() -> list[str]:
    """Words that speak of keeping people; translators give those of their language."""
    return pgettext(
        "words that speak of keeping people, with commas",
        "keep,keeps,kept,stay,stays,remain,return,come back,comes back,leave,leaves,lose,loses,for years",
    ).split(",")


def jargon() -> list[str]:
    """Words that say less than they seem to."""
    return pgettext(
        "jargon to avoid, with commas",
        "leverage,synergy,synergies,holistic,stakeholder,stakeholders,solutions,optimise,optimize,utilise,"
        "utilize,paradigm,proactive,ecosystem,empower,seamless,excellence,world-class,best-in-class,"
        "cutting-edge,innovative,robust,scalable,alignment,deliverables,learnings",
    ).split(",")


def words_of(page: MissionPage) -> list[str]:
    """All that people read of it, piece by piece."""
    found = [page.lead, page.intro]
    found += [block.value["promise"] for block in page.promises]
    found += [text for block in page.values for text in (block.value["title"], block.value["text"])]
    found += [block.value["what"] for block in page.goals]
    return [text or "" for text in found]


def _promised(page: MissionPage, to: str) -> list[str]:
    return [block.value["promise"] or "" for block in page.promises if block.value["to"] == to]


def _customers(page: MissionPage) -> str:
    promised = _promised(page, PromisedTo.CUSTOMERS)
    if not promised:
        return _("Add a promise to customers. Who buys from us already comes before who may.")
    if not mentions([page.lead or "", page.intro or "", *promised], keeping_words()):
        return _("Say that we want them to stay, in the mission, in what it means, or in a promise to them.")
    return ""


def _partners_and_staff(page: MissionPage) -> str:
    missing = [str(to.label) for to in (PromisedTo.PARTNERS, PromisedTo.STAFF) if not _promised(page, to)]
    if not missing:
        return ""
    return _("Add a promise: %(to)s.") % {"to": ", ".join(missing).lower()}


def _measured(page: MissionPage) -> str:
    promises = list(page.promises)
    if not promises:
        return _("Add what we promise, each with the service standard that measures it.")
    open_ones = [block.value["promise"] for block in promises if block.value["standard"] is None]
    if not open_ones:
        return ""
    return _("Choose a service standard for “%(promise)s”, or write the standard first.") % {
        "promise": "”, “".join(open_ones)
    }


def _evidence(page: MissionPage) -> str:
    if len(page.evidence):
        return ""
    return _("Add the survey or the talks it was made from: who was asked, when, how many.")


def _owner(page: MissionPage) -> str:
    if page.keeper is None:
        return _("Choose an owner: one of us who answers questions about it.")
    return (
        "" if page.keeper.is_active else _("%(who)s has left: choose another owner.") % {"who": page.keeper}
    )


def _review(page: MissionPage, today: date) -> str:
    if page.review_on is None:
        return _("Set the day of the next review, within a year.")
    if page.review_on < today:
        return _("The review was due on %(day)s. Read it again, then set the next day.") % {
            "day": write_day(page.review_on)
        }
    if page.review_on > today + _YEAR:
        return _("%(day)s is more than a year away. Set an earlier day.") % {"day": write_day(page.review_on)}
    return ""


def _goals(page: MissionPage) -> str:
    terms = {block.value["term"] for block in page.goals}
    missing = [str(term.label) for term in GoalTerm if term not in terms]
    return _("Add a goal: %(terms)s.") % {"terms": ", ".join(missing).lower()} if missing else ""


def _plain(page: MissionPage) -> str:
    found = plainness(words_of(page), jargon())
    if not found.words:
        return _("Write it first.")
    return "" if found.is_plain else _hard(found)


def _hard(found: Plainness) -> str:
    parts = []
    if found.long_sentences:
        parts.append(
            _("Cut this sentence in two: “%(sentence)s”.") % {"sentence": _short(found.long_sentences[0])}
        )
    if hard := [*found.jargon, *found.hard_words]:
        parts.append(_("Say it in shorter words: %(words)s.") % {"words": ", ".join(hard[:5])})
    return " ".join(parts)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f"{sentence[:79].rstrip()}…"
