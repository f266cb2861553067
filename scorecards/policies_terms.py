"""What terms must say before anybody puts them forward; each refusal names the answer it is about."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.places import currencies
from scorecards.engine.catalogue import Kpi, Unit
from scorecards.engine.plan_terms import CAUSE_SECTIONS, SIDES, ActionTerm, Terms
from scorecards.enums import PlanState
from scorecards.policies_plans import PlanRefused

MOST_HOLD = 24  # periods
MOST = 40  # actions, obligations or benefits
LONGEST = 300
LONGEST_WORDS = 4000
MOST_MINOR = 10**15
_KEY = re.compile(r"^[A-Za-z0-9_-]{1,16}$")


def check_terms(terms: Terms, *, kpi: Kpi, baseline: Decimal | None, today: date) -> None:
    """Of terms that are put forward today. Raises PlanRefused."""
    check_aim(terms, kpi, baseline)
    if terms.by_when <= today:
        raise PlanRefused(_("By when? Name a day in the future."), "by_when")
    _check_cause(terms)
    _check_actions(terms)
    for name, rows in (("obligations", terms.obligations), ("benefits", terms.benefits)):
        if len(rows) > MOST:
            raise PlanRefused(_("That is more than %(most)d lines.") % {"most": MOST}, name)
        if any(not one.text.strip() or len(one.text) > LONGEST for one in rows):
            raise PlanRefused(_("Say each in a few words, %(most)d signs at most.") % {"most": LONGEST}, name)
    _check_money(terms)


def check_aim(terms: Terms, kpi: Kpi, baseline: Decimal | None) -> None:
    """The target must be better than what is there already."""
    if not 1 <= terms.hold <= MOST_HOLD:
        raise PlanRefused(
            _("It must hold for 1 to %(most)d periods.") % {"most": MOST_HOLD},
            "hold",
        )
    if abs(terms.target) >= MOST_MINOR or -terms.target.as_tuple().exponent > 12:  # type: ignore[operator]
        raise PlanRefused(_("That is no number we can measure against."), "target")
    if kpi.unit is Unit.SHARE and kpi.has_interval and not 0 <= terms.target <= 1:
        raise PlanRefused(_("A share lies between 0 and 100 %."), "target")
    if baseline is None:
        return
    better = terms.target > baseline if kpi.higher_is_better else terms.target < baseline
    if not better:
        raise PlanRefused(
            _("It is there already. Choose a target that is better than the baseline."), "target"
        )


def check_change(old: Terms, new: Terms, state: str) -> None:
    """Other terms than those they replace; what is proven stays. Raises PlanRefused."""
    if new.digest == old.digest:
        raise PlanRefused(_("These terms are the same as before. Change something first."))
    for one in new.actions:
        was = old.action(one.key)
        if was is not None and was.side != one.side:
            raise PlanRefused(
                _("“%(title)s” was the other side’s: drop it and add a new one.") % {"title": one.title},
                "actions",
            )
    if state == PlanState.EFFECTIVE and new.aim != old.aim:
        raise PlanRefused(
            _(
                "The target is reached and verified, so target, day and time to hold stay. Actions may "
                "still change; for a better target propose a new plan."
            ),
            "target",
        )


def _check_cause(terms: Terms) -> None:
    allowed = CAUSE_SECTIONS.get(terms.cause.kind)
    if allowed is None:
        raise PlanRefused(_("Choose how you looked for the cause."), "cause")
    keys = [key for key, _words in terms.cause.sections]
    if len(set(keys)) != len(keys) or not set(keys) <= set(allowed):
        raise PlanRefused(_("These words belong to another way of looking for the cause."), "cause")
    if any(len(words) > LONGEST_WORDS for _key, words in terms.cause.sections):
        raise PlanRefused(_("Say the cause in %(most)d signs at most.") % {"most": LONGEST_WORDS}, "cause")


def _check_actions(terms: Terms) -> None:
    if len(terms.actions) > MOST:
        raise PlanRefused(_("That is more than %(most)d actions.") % {"most": MOST}, "actions")
    keys = [one.key for one in terms.actions]
    if len(set(keys)) != len(keys) or not all(_KEY.match(key) for key in keys):
        raise PlanRefused(
            _("Each action has a key of its own: up to 16 letters, digits, - and _."), "actions"
        )
    for one in terms.actions:
        if not one.title.strip() or len(one.title) > LONGEST or len(one.owner_name) > 200:
            raise PlanRefused(
                _("Say each action in a few words, %(most)d signs at most.") % {"most": LONGEST}, "actions"
            )
        if one.side not in SIDES:
            raise PlanRefused(_("Say whose action “%(title)s” is.") % {"title": one.title}, "actions")
        if one.waits_for and _waits_in_circle(one, terms):
            raise PlanRefused(
                _("“%(title)s” waits for an action that is not there, or for itself.") % {"title": one.title},
                "actions",
            )


def _waits_in_circle(action: ActionTerm, terms: Terms) -> bool:
    seen = {action.key}
    while action.waits_for:
        if action.waits_for in seen:
            return True
        found = terms.action(action.waits_for)
        if found is None:
            return True
        seen.add(found.key)
        action = found
    return False


def _check_money(terms: Terms) -> None:
    if not 0 <= terms.partner_share <= 1 or -terms.partner_share.as_tuple().exponent > 6:  # type: ignore[operator]
        raise PlanRefused(_("The partner’s share lies between 0 and 100 %."), "partner_share")
    if not terms.currency or terms.currency not in dict(currencies()):
        raise PlanRefused(_("Choose a currency."), "currency")
    for one in terms.benefits:
        if one.minor is not None and (not 0 <= one.minor < MOST_MINOR or not one.basis.strip()):
            raise PlanRefused(
                _("Say how the amount of “%(text)s” was worked out.") % {"text": one.text}, "benefits"
            )
        if len(one.basis) > 500 or one.side not in (*SIDES, "both"):
            raise PlanRefused(
                _("Say in a few words whose benefit it is and how it was worked out."), "benefits"
            )
