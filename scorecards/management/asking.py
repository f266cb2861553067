"""The options that `kpis` and `kpi-rows` share, from words on the command line to a Scope."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandError

from portal.clocks import local_day
from scorecards.facts import Scope
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount, PartnerKind
from suppliers.models import JudgingRule, Partner

WRONG_ARGUMENTS = 2


def wrong(message: str) -> CommandError:
    return CommandError(message, returncode=WRONG_ARGUMENTS)


def a_day(text: str) -> date:
    """A command line's YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day: write YYYY-MM-DD") from error


def add_scope_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", type=a_day, required=True, metavar="D", help="first day")
    parser.add_argument("--to", dest="end", type=a_day, required=True, metavar="D", help="last day")
    parser.add_argument("--as-of", type=a_day, metavar="D", help="what is later does not exist (today)")
    parser.add_argument("--basis", choices=Basis.values, default=Basis.FIRST_CONFIRMED.value)
    parser.add_argument("--early", default="none", metavar="N|none", help="days early that are in time")
    parser.add_argument("--late", type=int, default=0, metavar="N", help="days late that are in time")
    parser.add_argument(
        "--days", choices=DayCount.values, default=DayCount.CALENDAR.value, help="of early, late"
    )
    parser.add_argument("--tolerance", default="0", metavar="PCT", help="per cent that may be missing")


def scope_of(options: dict[str, Any], partners: Sequence[Partner], *, kind: str = "") -> Scope:
    """Raises CommandError (2) for what cannot be meant."""
    if options["start"] > options["end"]:
        raise wrong(f"--from {options['start']} is after --to {options['end']}.")
    rule = _rule(options)
    kept = rule.key == Rule().key or JudgingRule.objects.filter(key=rule.key, is_ready=True).exists()
    return Scope(
        options["start"],
        options["end"],
        options["as_of"] or local_day(),
        options["basis"],
        rule,
        kept,
        partners=frozenset(partner.pk for partner in partners) if options.get("partner") else None,
        kind=kind,
        days=options["days"],
    )


def partners_of(codes: Sequence[str], kind: str = "") -> list[Partner]:
    """The partners with these codes (all without codes), in the order of their names."""
    partners = Partner.objects.filter(**({"kind": kind} if kind else {}))
    if codes:
        partners = partners.filter(code__in=codes)
        if missing := sorted(set(codes) - set(partners.values_list("code", flat=True))):
            raise wrong(f"There is no {_kind_words(kind)} with the code {', '.join(missing)}.")
    return list(partners)


def _kind_words(kind: str) -> str:
    return str(PartnerKind(kind).value) if kind else "partner"


def _rule(options: dict[str, Any]) -> Rule:
    early = options["early"]
    try:
        return Rule(
            None if early == "none" else int(early), options["late"], Decimal(str(options["tolerance"]))
        )
    except (ValueError, InvalidOperation) as error:
        raise wrong(f"--early, --late or --tolerance cannot be meant so: {error}") from error
