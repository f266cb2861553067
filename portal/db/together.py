"""A migration that makes many tables at once: its time grows with their number, not with its square."""

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class MakeTogether(Operation):
    """The tables of a whole app as these operations leave them, which create models and add to them.

    Django draws every related model anew after each operation: of a hundred that hang together, for minutes.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn once, when all is known
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in self._models(app_label, to_state):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in reversed(self._models(app_label, from_state)):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Make the tables of {len(self._names())} models together"

    def _names(self) -> list[str]:
        return [
            operation.name for operation in self.operations if isinstance(operation, migrations.CreateModel)
        ]

    def _models(self, app_label: str, state: Any) -> list[Any]:
        return [state.apps.get_model(app_label, name) for name in self._names()]
