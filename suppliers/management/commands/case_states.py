"""`manage.py case_states`: what each stage of a case allows to whom, as docs/cases.md shows it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.engine.states import diagram, table
from suppliers.enums import CaseAct, CaseStage
from suppliers.policies_cases import CASE_ACTS, LEADS_TO, OVER


def text() -> str:
    """Diagram and table; English, whoever asks."""
    with override("en"):
        steps = [
            (stage.value, act.value, LEADS_TO[act].value)
            for stage, acts in CASE_ACTS.items()
            for act in acts
            if act in LEADS_TO and LEADS_TO[act] != stage
        ]
        states = {
            stage.value: {act.value: str(party.value) for act, party in acts.items()}
            for stage, acts in CASE_ACTS.items()
        }
        drawn = diagram(steps, start=CaseStage.HEARD.value, ends=[one.value for one in OVER])
        return f"{drawn}\n\n{table(states, CaseAct.values, corner='act')}\n"


class Command(BaseCommand):
    help = "Prints what each stage of a case allows to whom, as docs/cases.md shows it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(text(), ending="")
