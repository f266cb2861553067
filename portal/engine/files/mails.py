"""Mails kept as files: the files in them are taken out to be looked at."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message

MOST_PARTS = 100
DEEPEST = 5
# A reader of mails looks at each line once for every box around it: few boxes, and not too many lines.
_MOST_BOXES = 50
_MOST_LINES = 400_000
_BOX = re.compile(rb"multipart/|message/", re.IGNORECASE)
_HEAD = re.compile(r"\A(?:[A-Za-z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_WANTED = ("from", "date", "received", "subject", "message-id", "mime-version")
# What a mail program shows itself, and never runs.
_SHOWN = ("text/plain", "text/html", "text/calendar")


class NotAMail(Exception):
    def __init__(self, *, too_much: bool = False) -> None:
        super().__init__()
        self.too_much = too_much


@dataclass(frozen=True)
class Part:
    name: str
    content: bytes


def is_mail(words: str) -> bool:
    """Does it begin with the head of a mail, and at least two of the fields that every mail has?"""
    head = _HEAD.match(words.replace("\r\n", "\n")[:20_000])
    if head is None:
        return False
    names = {line.partition(":")[0].lower() for line in head[0].split("\n") if ":" in line}
    return len(names.intersection(_WANTED)) >= 2 and "from" in names


def files_of(content: bytes) -> list[Part]:
    """The files in a mail, and in the mails within it. Raises NotAMail for none, or for too many parts."""
    if content.count(b"\n") + content.count(b"\r") > 2 * _MOST_LINES or _many_boxes(content):
        raise NotAMail(too_much=True)
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    if not message.keys() or message.get("From") is None:
        raise NotAMail
    found: list[Part] = []
    _collect(message, found, 0, [0])
    return found


def _many_boxes(content: bytes) -> bool:
    return len(_BOX.findall(content)) > _MOST_BOXES


def _collect(message: Message, found: list[Part], depth: int, seen: list[int]) -> None:
    seen[0] += 1
    if depth > DEEPEST or seen[0] > MOST_PARTS:
        raise NotAMail(too_much=True)
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                _collect(part, found, depth + 1, seen)
        return
    name = message.get_filename() or ""
    if not name and message.get_content_type() in _SHOWN:
        return
    content = message.get_payload(decode=True)
    if isinstance(content, bytes) and content:
        found.append(Part(name, content))
