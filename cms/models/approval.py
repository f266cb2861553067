"""Two executives approve what the company stands for."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    PagePermissionTester,
    Revision,
    TaskState,
    WorkflowState,
)

from portal.clocks import local_day
from portal.enums import StaffRole
from portal.models import User

TWO_EXECUTIVES = "Two executives"
APPROVALS_NEEDED = 2


def is_executive(user: Any) -> bool:
    return bool(user is not None and user.is_active and user.role == StaffRole.EXECUTIVE)


def executives() -> QuerySet[User]:
    """All who may approve: with fewer than two of them nothing can be approved."""
    return User.objects.filter(role=StaffRole.EXECUTIVE, is_active=True)


def approvals(revision: Revision) -> list[TaskState]:
    """By different executives, of this very text, in their order: what was edited since is another text."""
    found = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    by: dict[int, TaskState] = {}
    for state in found.select_related("task", "finished_by").order_by("finished_at", "pk"):
        if state.finished_by_id and isinstance(state.task.specific, ExecutiveApproval):
            by.setdefault(state.finished_by_id, state)
    return list(by.values())


def signed(revision: Revision) -> tuple[list[str], date | None]:
    """(names of those who approved it, the day of the last of them)."""
    found = approvals(revision)
    day = local_day(found[-1].finished_at) if found else None
    return [str(state.finished_by) for state in found], day


class ExecutiveApproval(AbstractGroupApprovalTask):
    """One approval by an executive who has not approved this text before; who submits it approves it by that.

    Nobody else may, whatever their rights; its groups stay empty.
    """

    class Meta:
        verbose_name = _("approval by an executive")
        verbose_name_plural = _("approvals by executives")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        if self._stands_for(state, user) and self._may_approve(state.revision, user):
            state.approve(user=user, update=False)
        return state

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        newest = task_state.workflow_state.content_object.get_latest_revision()
        if newest.pk != task_state.revision_id and newest.user_id == user.pk:
            # Who edits and approves in one go approves what they have just written.
            task_state.revision = newest
        if not is_executive(user) or (
            action_name == "approve" and not self._may_approve(task_state.revision, user)
        ):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self._may_approve(obj.get_latest_revision(), user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return is_executive(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not is_executive(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return is_executive(user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        if not is_executive(user):
            return TaskState.objects.none()
        own = TaskState.objects.filter(
            revision=OuterRef("revision"), status=TaskState.STATUS_APPROVED, finished_by=user
        )
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(~Exists(own))

    @classmethod
    def get_description(cls) -> Any:
        return _("An executive who has not approved this text yet approves it")

    def _stands_for(self, state: TaskState, user: Any) -> bool:
        """Has this user just submitted it, or written it?"""
        if user is None:
            return False
        is_submitted = state.workflow_state.task_states.count() == 1
        return user.pk == state.revision.user_id or (
            is_submitted and user.pk == state.workflow_state.requested_by_id
        )

    def _may_approve(self, revision: Revision, user: Any) -> bool:
        return is_executive(user) and all(one.finished_by_id != user.pk for one in approvals(revision))


class OnlyTogether(PagePermissionTester):
    """Nobody puts this page up, takes it down, moves, copies or deletes it alone, administrators included.

    What is only a draft may be thrown away by whoever may delete drafts.
    """

    page: Page

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        """To stop what was approved needs one."""
        return bool(super().can_publish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.live and bool(super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False
