"""The form of a plan: rows come and go by buttons that submit, and nothing that was typed is lost.

What was typed is kept as text by row until it is checked. A button's value says what it does: `actions:add`,
`benefits:2:remove`, `preview`, `send`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.engine.money import Money
from portal.forms import Form
from scorecards.engine.catalogue import Unit, kpi_of
from scorecards.engine.plan_terms import CAUSE_SECTIONS, ActionTerm, Benefit, Cause, Obligation, Terms
from scorecards.facts.plans import can_be_planned
from scorecards.forms.plan_parts import CAUSE_NAMES, FIRST_SIDE, ROWS, AimForm, MeasureForm, WhyForm
from scorecards.policies_terms import MOST

Raw = dict[str, str]
AIM = ("target", "by_when", "hold", "cause", "currency", "partner_share")
AIM_NAMES = (*AIM, *(f"cause_{key}" for key in CAUSE_NAMES))
# Where an action's refusal shows, if its field is called otherwise here.
_FIELDS = {"rule": "late_days", "baseline": "baseline_to"}


@dataclass(frozen=True)
class Around:
    """What the choices are made of. `partners`: empty where there is nothing to choose. `taken`: keys of
    actions that the plan has had. `is_change`: no measure is asked for, but why.
    """

    partners: list[tuple[str, str]] = field(default_factory=list)
    sides: list[tuple[str, str]] = field(default_factory=list)
    people: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    kpi: str = ""
    is_change: bool = False


class PlanForm:
    """`head` and `rows` hold what was typed; forms are made of them, checked or not."""

    def __init__(self, head: Raw, rows: dict[str, list[Raw]], around: Around) -> None:
        self.raw, self.rows, self.around = head, rows, around
        self.is_checked = False
        self.refusals: dict[str, str] = {}
        self.focus = ""

    @classmethod
    def posted(cls, data: QueryDict, around: Around) -> "PlanForm":
        """What was sent; rows beyond what terms can hold are left out."""
        rows = {
            part: [
                {name: data.get(f"{part}-{place}-{name}", "") for name in kind.base_fields}
                for place in range(MOST)
                if f"{part}-{place}-side" in data
            ]
            for part, kind in ROWS.items()
        }
        names = [*MeasureForm.base_fields, *AIM_NAMES, *WhyForm.base_fields]
        head = {name: data.get(name, "") for name in (*names, "sign")}
        return cls(head, rows, around)

    @classmethod
    def of(cls, terms: Terms, head: Raw, around: Around) -> "PlanForm":
        """Of terms that there are; `head` holds the rest."""
        rows = {
            "actions": [
                {
                    "key": one.key,
                    "side": one.side,
                    "title": one.title,
                    "owner": one.owner,
                    "owner_name": one.owner_name,
                    "due_on": one.due_on.isoformat(),
                    "waits_for": one.waits_for,
                }
                for one in terms.actions
            ],
            "obligations": [{"side": one.side, "text": one.text} for one in terms.obligations],
            "benefits": [
                {
                    "side": one.side,
                    "text": one.text,
                    "basis": one.basis,
                    "amount": "" if one.minor is None else plain(Money(one.minor, terms.currency).amount),
                }
                for one in terms.benefits
            ],
        }
        aim = {
            "target": typed(around.kpi, terms.target),
            "by_when": terms.by_when.isoformat(),
            "hold": str(terms.hold),
            "cause": terms.cause.kind,
            "currency": terms.currency,
            "partner_share": plain(terms.partner_share * 100),
            **{f"cause_{key}": words for key, words in terms.cause.sections},
        }
        return cls(aim | head, rows, around)

    @property
    def kpi(self) -> str:
        """The KPI that is chosen now; empty for none that can be planned."""
        wanted = self.around.kpi or self.raw.get("kpi", "")
        return wanted if can_be_planned(wanted) else ""

    def act(self, what: str) -> bool:
        """Adds or removes a row. False for a button that does something else."""
        part, _colon, rest = what.partition(":")
        if part not in self.rows:
            return False
        place, _colon, verb = rest.partition(":")
        if rest == "add" and len(self.rows[part]) < MOST:
            self.add(part)
        elif verb == "remove" and place.isdecimal() and int(place) < len(self.rows[part]):
            self.rows[part].pop(int(place))
        return True

    def add(self, part: str, **given: str) -> None:
        row = dict.fromkeys(ROWS[part].base_fields, "") | {"side": FIRST_SIDE} | given
        if part == "actions":
            used = self.around.taken | {one["key"] for one in self.rows[part]}
            row["key"] = next(key for number in range(1, 1000) if (key := f"a{number}") not in used)
        self.rows[part].append(row)
        self.focus = f"{part}-{len(self.rows[part]) - 1}-{'title' if part == 'actions' else 'text'}"

    @cached_property
    def measure(self) -> MeasureForm | None:
        if self.around.is_change:
            return None
        found: MeasureForm = self._made(MeasureForm, self.raw, partners=self.around.partners)
        return found

    @cached_property
    def why(self) -> WhyForm | None:
        found: WhyForm | None = self._made(WhyForm, self.raw) if self.around.is_change else None
        return found

    @cached_property
    def aim(self) -> AimForm:
        found: AimForm = self._made(AimForm, self.raw, kpi=self.kpi)
        return found

    @cached_property
    def parts(self) -> dict[str, list[Any]]:
        return {part: self._rows(part) for part in ROWS}

    def check(self) -> bool:
        """Rows in which nothing was typed are no rows."""
        self.is_checked = True
        for part, rows in self.rows.items():
            self.rows[part] = [
                row
                for row in rows
                if any(words for name, words in row.items() if name not in ("key", "side"))
            ]
        for name in ("measure", "why", "aim", "parts"):
            self.__dict__.pop(name, None)
        bad = [form for _where, form in self.named if not form.is_valid()]
        return not bad

    def refuse(self, name: str, words: str) -> None:
        """Puts an action's refusal at its field, at its part, or above it all."""
        name = _FIELDS.get(name, name)
        for form in filter(None, (self.measure, self.aim, self.why)):
            if name in form.fields:
                form.add_error(name, words)
                return
        self.refusals[name if name in ROWS else ""] = words

    @property
    def named(self) -> list[tuple[str, Any]]:
        """Each form with how a summary calls it."""
        found = [("", form) for form in (self.measure, self.why, self.aim) if form is not None]
        words = {"actions": _("Action %(n)s"), "obligations": _("Promise %(n)s"), "benefits": _("Gain %(n)s")}
        for part, forms in self.parts.items():
            found += [(words[part] % {"n": place}, form) for place, form in enumerate(forms, 1)]
        return found

    @property
    def errors(self) -> list[tuple[str, str]]:
        """All that is wrong: a sentence that names the row and the field, and the id of the field."""
        found = [(words, f"part-{part}" if part else "") for part, words in self.refusals.items()]
        for where, form in self.named if self.is_checked else ():
            for name, said in form.errors.items():
                label = "" if name == "__all__" else str(form.fields[name].label)
                lead = ", ".join(filter(None, [where, label]))
                anchor = "" if name == "__all__" else str(form[name].id_for_label or form[name].auto_id)
                found += [(f"{lead}: {one}" if lead else str(one), anchor) for one in said]
        return found

    def terms(self) -> Terms:
        """After a check that held."""
        given = self.aim.cleaned_data
        kind = given["cause"]
        sections = ((key, given[f"cause_{key}"].strip()) for key in CAUSE_SECTIONS[kind])
        rows = {part: [form.cleaned_data for form in forms] for part, forms in self.parts.items()}
        return Terms(
            target=given["target"] / 100 if is_share(self.kpi) else given["target"],
            by_when=given["by_when"],
            hold=given["hold"],
            cause=Cause(kind, tuple((key, words) for key, words in sections if words)),
            actions=tuple(ActionTerm(**row) for row in rows["actions"]),
            obligations=tuple(Obligation(row["side"], row["text"]) for row in rows["obligations"]),
            benefits=tuple(
                Benefit(row["side"], row["text"], row["basis"], _minor(row["amount"], given["currency"]))
                for row in rows["benefits"]
            ),
            currency=given["currency"],
            partner_share=given["partner_share"] / 100,
        )

    def _rows(self, part: str) -> list[Any]:
        made = []
        for place, row in enumerate(self.rows[part]):
            options: dict[str, Any] = {"sides": self.around.sides}
            if part == "actions":
                others = [
                    (one["key"], one["title"] or _("Action %(n)s") % {"n": at})
                    for at, one in enumerate(self.rows[part], 1)
                    if at - 1 != place
                ]
                options |= {"people": self.around.people, "others": others}
            form = self._made(ROWS[part], row, prefix=f"{part}-{place}", **options)
            for name, one in form.fields.items():
                if form.add_prefix(name) == self.focus:
                    one.widget.attrs["autofocus"] = True
            made.append(form)
        return made

    def _made(self, kind: type[Form], raw: Mapping[str, str], prefix: str = "", **options: Any) -> Any:
        if not self.is_checked:
            return kind(initial=raw, prefix=prefix or None, **options)
        lead = f"{prefix}-" if prefix else ""
        return kind({f"{lead}{name}": value for name, value in raw.items()}, prefix=prefix or None, **options)


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else Money.of(amount, currency).minor


def is_share(kpi: str) -> bool:
    return bool(kpi) and kpi_of(kpi).unit is Unit.SHARE


def typed(kpi: str, value: Decimal | None) -> str:
    """As a person types it: shares in per cent; empty for none."""
    if value is None:
        return ""
    return plain(value * 100 if is_share(kpi) else value)


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
