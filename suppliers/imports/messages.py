"""Sentences for people, kept apart from their values so that the pages can translate them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Marks a text for translation without translating it: this layer knows no reader and no language."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places, `str()` of it is English."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text

    def translated(self, gettext: Callable[[str], str]) -> str:
        text = gettext(self.text)
        return text % self.params if self.params else text


def say(text: str, **params: object) -> Message:
    return Message(text, params)
