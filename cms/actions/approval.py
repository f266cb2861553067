"""The way of the mission to the public: its workflow, and who hears that it waits."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Revision, TaskState, Workflow, WorkflowTask

from cms.models import ExecutiveApproval, MissionPage
from cms.models.approval import APPROVALS_NEEDED, TWO_EXECUTIVES, approvals, executives
from portal.actions import audit
from portal.actions.notices import notify
from portal.actors import Actor, system_actor
from portal.models import Notice, User

# Tasks are told apart by their names, which people read in the history of a page.
_TASKS = ("First executive", "Second executive")


def set_up() -> bool:
    """The workflow of two executives stands; returns whether anything was missing."""
    workflow, new_workflow = Workflow.objects.get_or_create(name=TWO_EXECUTIVES)
    made = bool(new_workflow)
    for order, name in enumerate(_TASKS):
        task, new = ExecutiveApproval.objects.get_or_create(name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
        made = made or bool(new)
    return made


def tell_waiting(*, by: Actor, state: TaskState) -> int:
    """Executives who have not approved this text hear that it waits for them; each once a text."""
    page = state.revision.as_object()
    done = [one.finished_by_id for one in approvals(state.revision) if one.finished_by_id is not None]
    if by.user is not None:
        done.append(by.user.pk)
    found = executives().exclude(pk__in=done)
    return notify(by=by, notices=[_waiting(user, page, state.revision, by) for user in found])


def tell_newcomers() -> int:
    """What waits is told to who became an executive since; each text once to each."""
    told = 0
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    for state in waiting.select_related("task", "revision", "workflow_state__requested_by"):
        if isinstance(state.task.specific, ExecutiveApproval):
            by = state.workflow_state.requested_by
            told += tell_waiting(by=system_actor() if by is None else Actor(user=by), state=state)
    return told


def record_approval(*, by: Actor, state: TaskState) -> None:
    page = state.revision.as_object()
    if isinstance(page, MissionPage):
        facts = {"revision": state.revision_id, "approvals": len(approvals(state.revision))}
        audit.record(by=by, verb="mission.approved", obj=page, data={**facts, "of": APPROVALS_NEEDED})


def record_published(*, page: MissionPage, revision: Revision) -> None:
    data = {"revision": revision.pk, "approved_by": page.approved_by}
    audit.record(by=system_actor(), verb="mission.published", obj=page, data=data)


def _waiting(user: User, page: Any, revision: Revision, by: Actor) -> Notice:
    with override(user.language or None):
        return Notice(
            user=user,
            key=f"mission-waits:{revision.pk}:{user.pk}",
            path=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            subject=_("“%(title)s” waits for your approval") % {"title": page.title},
            words=_(
                "%(who)s has sent “%(title)s” for approval. Two executives approve it before it goes live; "
                "whoever submits it as an executive is the first of them."
            )
            % {"who": by.label, "title": page.title},
            act=_("Read and approve"),
            created_at=timezone.now(),
        )
