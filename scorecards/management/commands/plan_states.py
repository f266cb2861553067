"""`manage.py plan_states`: what each state of a plan allows to which side, as docs/plans.md shows it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.engine.states import diagram, table
from scorecards.enums import PlanAct, PlanState
from scorecards.policies_plans import ENDED, PLAN_ACTS


def text() -> str:
    """Diagram and table; English, whoever asks."""
    with override("en"):
        steps = [
            (state.value, act.value, after.value)
            for state, acts in PLAN_ACTS.items()
            for act, move in acts.items()
            for after in move.to
            if after != state
        ]
        states = {
            state.value: {act.value: str(move.who.value) for act, move in acts.items()}
            for state, acts in PLAN_ACTS.items()
            if acts
        }
        ends = [state.value for state in PLAN_ACTS if state in ENDED]
        drawn = diagram(steps, start=PlanState.PROPOSED.value, ends=ends)
        return f"{drawn}\n\n{table(states, PlanAct.values, corner='act')}\n"


class Command(BaseCommand):
    help = "Prints what each state of a plan allows to which side, as docs/plans.md shows it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(text(), ending="")
