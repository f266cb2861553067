"""The public site stands after the first migration, and again whenever its roots are missing."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.actions import approval
from cms.actions.editors import GROUPS
from cms.models import HomePage
from cms.models.approval import TWO_EXECUTIVES

WORKFLOW = "Approval"
# Who writes pages keeps pictures and files for them; Wagtail asks for its own models' permissions.
_MEDIA = tuple(f"{act}_{what}" for act in ("add", "change", "choose") for what in ("image", "document"))
_MAY = {
    "Pages: publish": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    "Pages: write": ("add", "change"),
}


@transaction.atomic
def set_up() -> bool:
    """Root, home page, site, groups and the ways of approval; returns whether anything was missing."""
    changed = _set_up_pages()
    changed = _set_up_groups() or changed
    return approval.set_up() or changed


def _set_up_pages() -> bool:
    if HomePage.objects.exists() and Site.objects.filter(is_default_site=True).exists():
        return False
    # An emptied database gave its content types new numbers.
    ContentType.objects.clear_cache()
    root = _root()
    # The page that Wagtail's own first migration leaves behind says nothing to anybody.
    Page.objects.filter(content_type=ContentType.objects.get_for_model(Page), depth=2).delete()
    root.refresh_from_db()
    home = HomePage.objects.first() or root.add_child(
        instance=HomePage(title=settings.COMPANY_NAME, slug="home", lead=_("We keep our word to each other."))
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": home.title}
    )
    return True


def _root() -> Page:
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))
    )


def _set_up_groups() -> bool:
    root = Page.objects.get(depth=1)
    workflow = Workflow.objects.filter(name=WORKFLOW, active=True, workflow_pages__page=root)
    has_groups = Group.objects.filter(name__in=GROUPS).count() == len(GROUPS)
    if workflow.exists() and has_groups and not _are_without_media():
        return False
    _make_permissions()
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).delete()
    for name in GROUPS:
        _allow(Group.objects.get_or_create(name=name)[0], root)
    _set_up_workflow(root)
    return True


def _allow(group: Group, root: Page) -> None:
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{act}_page" for act in _MAY[group.name]]
    )
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    _allow_media(group)


def _allow_media(group: Group) -> None:
    """There is one collection: who may see what stands on each picture and file."""
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for permission in Permission.objects.filter(
        codename__in=_MEDIA, content_type__app_label__startswith="wag"
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _are_without_media() -> bool:
    allowed = GroupCollectionPermission.objects.filter(
        group__name__in=GROUPS, permission__codename__in=_MEDIA
    )
    return bool(allowed.count() < len(GROUPS) * len(_MEDIA))


def _set_up_workflow(root: Page) -> None:
    """Whoever may publish approves; only the mission has a way of its own."""
    task, _made = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.set(Group.objects.filter(name="Pages: publish"))
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    Workflow.objects.exclude(name__in=(WORKFLOW, TWO_EXECUTIVES)).update(active=False)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _make_permissions() -> None:
    """Make the permissions the groups refer to: this app hears of a migration before theirs are made."""
    for label in ("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs"):
        create_permissions(apps.get_app_config(label), verbosity=0)
