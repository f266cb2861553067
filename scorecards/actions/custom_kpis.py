"""KPIs of the company's own: formulas over the catalogue. A template that uses one keeps a copy of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from scorecards.engine.catalogue import CATALOGUE, Unit
from scorecards.engine.formula import BadFormula, Formula, parse
from scorecards.models import CustomKpi
from scorecards.permissions import check_can_publish
from suppliers.imports.messages import gettext_noop, say

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
_WORDS = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*")
_FOR_STAFF = gettext_noop("%(name)s is for staff only: a partner would read it from its card.")
_BOTH_SIDES = gettext_noop(
    "%(name)s is of the other half: a formula is about how partners keep their promises, or how we keep ours."
)


class BadCode(ValueError):
    """A code that cannot be used; the message says why."""


def read_formula(text: str) -> Formula:
    """Raises BadFormula; what staff alone may see, and KPIs of both halves, are refused where they stand."""
    shared = [code for code, kpi in CATALOGUE.items() if kpi.is_shared]
    for word in _WORDS.finditer(text):
        if word.group() in CATALOGUE and word.group() not in shared:
            raise BadFormula(say(_FOR_STAFF, name=word.group()), word.start())
    formula = parse(text, shared)
    side = CATALOGUE[formula.names[0]].side
    for name in formula.names:
        if CATALOGUE[name].side != side:
            raise BadFormula(say(_BOTH_SIDES, name=name), text.index(name))
    return formula


def side_of(text: str) -> str:
    """Whose half a formula is about. Raises BadFormula."""
    return str(CATALOGUE[read_formula(text).names[0]].side)


def check_code(code: str) -> None:
    """Raises BadCode when the catalogue has it, or when it could stand in no formula."""
    if not CODE.fullmatch(code):
        raise BadCode(_("Use small letters, digits and underscores, a letter first: for example late_cost."))
    if code in CATALOGUE or code in ("min", "max"):
        raise BadCode(_("“%(code)s” is in the catalogue already: give yours another code.") % {"code": code})


@transaction.atomic
def create(*, by: Actor, facts: Mapping[str, Any]) -> CustomKpi:
    """Raises BadCode or BadFormula. ValueError when the unit is none of the catalogue's."""
    check_can_publish(by)
    check_code(facts["code"])
    _check(facts)
    if CustomKpi.objects.filter(code=facts["code"]).exists():
        raise BadCode(_("Another KPI of yours has the code “%(code)s”.") % {"code": facts["code"]})
    kpi = CustomKpi.objects.create(**facts, changed_by=by.label)
    _record(by, "custom_kpi.created", kpi, {"formula": kpi.formula})
    return kpi


@transaction.atomic
def edit(*, by: Actor, kpi: CustomKpi, version: int, changes: Mapping[str, Any]) -> None:
    """Versions that use it keep their copy. Raises StaleSave or BadFormula; the code stays for ever."""
    check_can_publish(by)
    _check(changes)
    before = kpi.formula
    kept = {name: value for name, value in changes.items() if name != "code"}
    changed = save_checked(by=by, row=kpi, version=version, changes=kept)
    if changed:
        data = {"fields": changed} | ({"formula": [before, kpi.formula]} if "formula" in changed else {})
        _record(by, "custom_kpi.edited", kpi, data)


@transaction.atomic
def set_active(*, by: Actor, kpi: CustomKpi, is_active: bool, version: int | None = None) -> None:
    """Retire it (no new version of a template uses it) or take it back. Twice is once."""
    check_can_publish(by)
    wanted = kpi.version if version is None else version
    if save_checked(by=by, row=kpi, version=wanted, changes={"is_active": is_active}):
        _record(by, "custom_kpi.restored" if is_active else "custom_kpi.retired", kpi, {})


def _check(facts: Mapping[str, Any]) -> None:
    if "formula" in facts:
        read_formula(facts["formula"])
    if "unit" in facts:
        Unit(facts["unit"])


def _record(by: Actor, verb: str, kpi: CustomKpi, data: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, obj=kpi, data={"code": kpi.code, "name": kpi.name, **data})
