"""What was said in a case, as this reader may read it: words for staff alone never reach a partner."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.enums import Channel, Side
from portal.models import Attachment
from suppliers.enums import CaseAct
from suppliers.models import Case, CaseMessage

# What a step is called beside the words that took it.
STEPS = {
    CaseAct.ACKNOWLEDGE: gettext_lazy("said sorry"),
    CaseAct.UNDERSTAND: gettext_lazy("said what happened"),
    CaseAct.OFFER: gettext_lazy("offered a remedy"),
    CaseAct.GRANT: gettext_lazy("offered a remedy"),
    CaseAct.TAKE_BACK: gettext_lazy("took the remedy back"),
    CaseAct.AGREE: gettext_lazy("agreed"),
    CaseAct.DECLINE: gettext_lazy("declined the remedy"),
    CaseAct.FORGO: gettext_lazy("no remedy needed"),
    CaseAct.DONE: gettext_lazy("the remedy is done"),
    CaseAct.FOLLOW_UP: gettext_lazy("followed up"),
    CaseAct.CLOSE: gettext_lazy("closed it"),
    CaseAct.REOPEN: gettext_lazy("opened it again"),
    CaseAct.WITHDRAW: gettext_lazy("withdrew it"),
}


@dataclass(frozen=True)
class CaseFile:
    name: str
    url: str


@dataclass(frozen=True)
class Said:
    """One thing said. `css`: whose half; `inside`: for staff alone."""

    public_id: str
    who: str
    is_us: bool
    inside: bool
    at: dt.datetime
    note: str
    act: str
    text: str
    files: tuple[CaseFile, ...] = ()

    @property
    def css(self) -> str:
        if self.inside:
            return "inside"
        return "us" if self.is_us else "you"


def messages_for(case: Case, actor: Actor) -> list[CaseMessage]:
    """Oldest first: one query."""
    return list(CaseMessage.objects.for_actor(actor).filter(case=case).order_by("at", "pk"))


def files_of(case: Case, messages: Sequence[CaseMessage], actor: Actor) -> dict[str, list[CaseFile]]:
    """By the public id of what they belong to: one query."""
    keys = [case.public_id, *(one.public_id for one in messages)]
    found = Attachment.objects.for_actor(actor).by_thing(keys)
    return {
        key: [CaseFile(one.name, reverse("portal:file", args=[one.public_id])) for one in files]
        for key, files in found.items()
    }


def said_in(messages: Sequence[CaseMessage], files: dict[str, list[CaseFile]]) -> list[Said]:
    return [
        Said(
            message.public_id,
            message.said_by,
            message.side == Side.COMPANY,
            message.staff_only,
            message.at,
            _note(message),
            _step(message),
            message.text,
            tuple(files.get(message.public_id, ())),
        )
        for message in messages
    ]


def _note(message: CaseMessage) -> str:
    """“by phone, noted by Alice”, “staff only”."""
    words = []
    if message.staff_only:
        words.append(_("staff only"))
    if message.channel != Channel.PAGE:
        words.append(_("by %(channel)s") % {"channel": message.get_channel_display()})
    if message.noted_by_label:
        words.append(_("noted by %(name)s") % {"name": message.noted_by_label})
    return ", ".join(words)


def _step(message: CaseMessage) -> str:
    return str(STEPS.get(CaseAct(message.act), "")) if message.act else ""
