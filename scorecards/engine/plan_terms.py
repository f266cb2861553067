"""What both sides of a plan sign: its terms as a frozen document, with a digest, and what changed in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, TypeVar

from scorecards.engine.evidence import digest_of

T = TypeVar("T")
SIDES = ("partner", "company")
# The sections of either way to look for a cause, in order; pages name them.
CAUSE_SECTIONS: dict[str, tuple[str, ...]] = {
    "none": (),
    "words": ("words",),
    "five_whys": ("problem", "why1", "why2", "why3", "why4", "why5"),
    "eight_d": ("d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8"),
}


class BadTerms(ValueError):
    """A document that does not hold terms; the message names the part and what it should be."""


@dataclass(frozen=True, slots=True)
class Cause:
    """How it came to be: `sections` are pairs of a key of CAUSE_SECTIONS and words; empty ones stay out."""

    kind: str = "none"
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionTerm:
    """One thing that somebody of `side` does. `key` names it in all versions of the terms.

    `owner` is the person's mail address in small letters, or empty where `owner_name` is nobody with an
    account. `waits_for` is the key of the action that must be done before it.
    """

    key: str
    side: str
    title: str
    owner: str = ""
    owner_name: str = ""
    due_on: date = date.max
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a side keeps to for as long as the plan runs."""

    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is expected: `minor` units of the terms' currency a year, None where nobody put a price on it.

    `side` is partner, company or both; `basis` says how it was worked out.
    """

    side: str
    text: str
    basis: str = ""
    minor: int | None = None


@dataclass(frozen=True)
class Terms:
    """The KPI shall be at `target` (its own unit, shares 0 to 1) by `by_when` and for `hold` periods.

    `partner_share`: which part, 0 to 1, of a verified benefit is the partner's.
    """

    target: Decimal
    by_when: date
    hold: int = 1
    cause: Cause = field(default_factory=Cause)
    actions: tuple[ActionTerm, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    currency: str = ""
    partner_share: Decimal = Decimal("0.5")

    def to_json(self) -> dict[str, Any]:
        """Texts, whole numbers and lists only: the same terms always give the same document."""
        return {
            "target": _text(self.target),
            "by_when": self.by_when.isoformat(),
            "hold": self.hold,
            "cause": {"kind": self.cause.kind, "sections": [list(one) for one in self.cause.sections]},
            "actions": [_of_action(one) for one in self.actions],
            "obligations": [{"side": one.side, "text": one.text} for one in self.obligations],
            "benefits": [
                {"side": one.side, "text": one.text, "basis": one.basis, "minor": one.minor}
                for one in self.benefits
            ],
            "currency": self.currency,
            "partner_share": _text(self.partner_share),
        }

    @classmethod
    def from_json(cls, document: Any) -> "Terms":
        """Strict: every name must be there, no other may. Raises BadTerms."""
        one = _object(document, "terms", _TERMS)
        cause = _object(one["cause"], "cause", ("kind", "sections"))
        return cls(
            target=_decimal(one["target"], "target"),
            by_when=_date(one["by_when"], "by_when"),
            hold=_whole(one["hold"], "hold"),
            cause=Cause(
                _word(cause["kind"], "cause.kind", tuple(CAUSE_SECTIONS)), _sections(cause["sections"])
            ),
            actions=_list(one["actions"], "actions", _action),
            obligations=_list(one["obligations"], "obligations", _obligation),
            benefits=_list(one["benefits"], "benefits", _benefit),
            currency=_str(one["currency"], "currency"),
            partner_share=_decimal(one["partner_share"], "partner_share"),
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document: what a signature is of."""
        return digest_of(self.to_json())

    @property
    def aim(self) -> tuple[Decimal, date, int]:
        """What the effect is judged by."""
        return self.target, self.by_when, self.hold

    def action(self, key: str) -> ActionTerm | None:
        return next((one for one in self.actions if one.key == key), None)


@dataclass(frozen=True, slots=True)
class TermChange:
    """One difference: `part` is the name of a field of Terms, `key` which action of it.

    `old` and `new` are values of that field, an ActionTerm for an action; None where there was or is none.
    """

    part: str
    key: str
    old: Any
    new: Any


def changes(old: Terms, new: Terms) -> list[TermChange]:
    """What differs, in the order of the fields; actions one by one, in the new order, dropped ones last."""
    found = []
    for part in _TERMS:
        if part == "actions":
            found += _action_changes(old.actions, new.actions)
        elif getattr(old, part) != getattr(new, part):
            found.append(TermChange(part, "", getattr(old, part), getattr(new, part)))
    return found


@dataclass(frozen=True, slots=True)
class PlanRule:
    """By which rule a plan's KPI is counted, frozen with it.

    `early_days` None: any day before counts; `tolerance` in percent; `days` a DayCount; a period has `months`
    (1, 3 or 12) and closes `grace_days` after its end; under `min_n` counted rows it is not judged.
    """

    basis: str = "first_confirmed"
    early_days: int | None = None
    late_days: int = 0
    tolerance: Decimal = Decimal(0)
    days: str = "calendar"
    months: int = 1
    min_n: int = 5
    grace_days: int = 3

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _RULE} | {"tolerance": _text(self.tolerance)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "PlanRule":
        """Names that are missing keep what a rule begins with. Raises BadTerms for any other name."""
        given = dict(document)
        if unknown := given.keys() - set(_RULE):
            raise BadTerms(f"rule: {', '.join(sorted(unknown))} is not known")
        if "tolerance" in given:
            given["tolerance"] = _decimal(given["tolerance"], "rule.tolerance")
        return cls(**given)


_TERMS = (
    "target",
    "by_when",
    "hold",
    "cause",
    "actions",
    "obligations",
    "benefits",
    "currency",
    "partner_share",
)
_ACTION = ("key", "side", "title", "owner", "owner_name", "due_on", "waits_for")
_RULE = ("basis", "early_days", "late_days", "tolerance", "days", "months", "min_n", "grace_days")


def _action_changes(old: Iterable[ActionTerm], new: Iterable[ActionTerm]) -> list[TermChange]:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    keys = [*after, *(key for key in before if key not in after)]
    return [
        TermChange("actions", key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _text(number: Decimal) -> str:
    """90, 90.0 and 9E+1 are one number and one text."""
    return f"{number.normalize():f}"


def _of_action(one: ActionTerm) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _ACTION} | {"due_on": one.due_on.isoformat()}


def _object(given: Any, name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadTerms(f"{name}: must be an object")
    if given.keys() != set(fields):
        odd = ", ".join(sorted(given.keys() ^ set(fields)))
        raise BadTerms(f"{name}: {odd} is missing or not known")
    return given


def _list(given: Any, name: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not isinstance(given, list):
        raise BadTerms(f"{name}: must be a list")
    return tuple(read(one, f"{name}[{place}]") for place, one in enumerate(given))


def _action(given: Any, name: str) -> ActionTerm:
    one = _object(given, name, _ACTION)
    texts = {part: _str(one[part], f"{name}.{part}") for part in _ACTION if part not in ("side", "due_on")}
    return ActionTerm(
        side=_word(one["side"], f"{name}.side", SIDES),
        due_on=_date(one["due_on"], f"{name}.due_on"),
        **texts,
    )


def _obligation(given: Any, name: str) -> Obligation:
    one = _object(given, name, ("side", "text"))
    return Obligation(_word(one["side"], f"{name}.side", SIDES), _str(one["text"], f"{name}.text"))


def _benefit(given: Any, name: str) -> Benefit:
    one = _object(given, name, ("side", "text", "basis", "minor"))
    return Benefit(
        _word(one["side"], f"{name}.side", (*SIDES, "both")),
        _str(one["text"], f"{name}.text"),
        _str(one["basis"], f"{name}.basis"),
        None if one["minor"] is None else _whole(one["minor"], f"{name}.minor"),
    )


def _sections(given: Any) -> tuple[tuple[str, str], ...]:
    def pair(one: Any, name: str) -> tuple[str, str]:
        if not isinstance(one, list) or len(one) != 2:
            raise BadTerms(f"{name}: must be a pair of a key and words")
        return _str(one[0], name), _str(one[1], name)

    return _list(given, "cause.sections", pair)


def _str(given: Any, name: str) -> str:
    if not isinstance(given, str):
        raise BadTerms(f"{name}: must be a text")
    return given


def _word(given: Any, name: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise BadTerms(f"{name}: must be one of {', '.join(known)}")
    return str(given)


def _whole(given: Any, name: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise BadTerms(f"{name}: must be a whole number")
    return given


def _decimal(given: Any, name: str) -> Decimal:
    try:
        number = Decimal(_str(given, name))
    except InvalidOperation as trouble:
        raise BadTerms(f"{name}: must be a number, written as a text") from trouble
    if not number.is_finite():
        raise BadTerms(f"{name}: must be a number, written as a text")
    return number


def _date(given: Any, name: str) -> date:
    try:
        return date.fromisoformat(_str(given, name))
    except ValueError as trouble:
        raise BadTerms(f"{name}: must be a day as 2026-10-31") from trouble
