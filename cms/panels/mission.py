"""How the mission gets from a draft to the public, told to Wagtail; and what goes live by itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page, TaskState
from wagtail.signals import page_published, task_approved, task_submitted

from cms.actions import approval
from cms.models import ExecutiveApproval, MissionPage
from cms.presenters.checklist import too_few_to_approve
from cms.views.mission import mission_checklist
from portal.actors import Actor, system_actor
from portal.registry import Scheduled, register_schedule


def _actor(user: Any) -> Actor:
    return system_actor() if user is None else Actor(user=user)


def _tell(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if isinstance(instance.task.specific, ExecutiveApproval):
        approval.tell_waiting(by=_actor(user), state=instance)


def _record(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if isinstance(instance.task.specific, ExecutiveApproval):
        approval.record_approval(by=_actor(user), state=instance)


def _published(sender: Any, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, MissionPage) and revision is not None:
        approval.record_published(page=instance, revision=revision)


@hooks.register("construct_page_action_menu")
def offer_no_publishing(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A new page asks its parent what may be done; of the mission that is not the answer."""
    match = request.resolver_match
    model = match.kwargs.get("content_type_model_name") if match else ""
    if context["view"] == "create" and model == MissionPage._meta.model_name:
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("before_create_page")
def refuse_publishing(request: HttpRequest, parent: Page, model: type[Page]) -> None:
    if model is MissionPage and "action-publish" in request.POST:
        raise PermissionDenied


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_it_waits_for(request: HttpRequest, page: Page) -> None:
    """Who has submitted it hears at once that it goes no further before there are two executives."""
    is_sent = {"action-submit", "action-restart-workflow"} & request.POST.keys()
    if is_sent and isinstance(page, MissionPage) and (words := too_few_to_approve()):
        messages.warning(request, words)


@hooks.register("before_delete_page")
def keep_the_mission(request: HttpRequest, page: Page) -> None:
    """Nobody takes it away with what it stands under."""
    if request.method == "POST" and MissionPage.objects.live().descendant_of(page, inclusive=True).exists():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def keep_the_mission_in_bulk(request: HttpRequest, kind: str, objects: list[Any], action: Any) -> None:
    if kind in ("delete", "unpublish"):
        for page in objects:
            if (
                isinstance(page, Page)
                and MissionPage.objects.live().descendant_of(page, inclusive=True).exists()
            ):
                raise PermissionDenied


@hooks.register("register_admin_urls")
def checklist_address() -> list[Any]:
    return [path("mission/<int:page>/checklist/", mission_checklist, name="cms_mission_checklist")]


@hooks.register("insert_global_admin_css")
def checklist_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/checklist.css"))


@hooks.register("insert_editor_js")
def checklist_js() -> str:
    return format_html('<script src="{}" defer></script>', static("cms/checklist.js"))


task_submitted.connect(_tell, sender=TaskState, dispatch_uid="mission_waits")
task_approved.connect(_record, sender=TaskState, dispatch_uid="mission_approved")
page_published.connect(_published, dispatch_uid="mission_published")
register_schedule(Scheduled("cms.jobs_publishing.publish_scheduled", 60))
register_schedule(Scheduled("cms.jobs_publishing.tell_waiting", 300))
