"""The form behind every page of the editor: it knows the parent before the page is in the tree."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.models.addresses import is_taken

_LONGEST = 200


class PublicPageForm(WagtailAdminPageForm):
    """A new page takes its address from its title; what stands in the way is said beside the title."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        page = self.instance
        if page.pk is None and self.parent_page is not None and cleaned.get("title"):
            page.slug = page.fixed_slug or free_slug(self.parent_page, cleaned["title"])
            if problem := problem_with(page, self.parent_page):
                self.add_error("title", problem)
        return cleaned


def free_slug(parent: Page, title: str) -> str:
    """The title as an address, with a number after it where a sister has it; "" where no letter is in it."""
    wanted = slugify(title)[:_LONGEST]
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def problem_with(page: Any, parent: Page) -> str:
    """Why this page cannot have its address under this parent; "" when it can."""
    if not page.slug:
        return _("Give it a title with letters in it: the page's address is made of them.")
    path = "/".join([*parent.url_path.strip("/").split("/")[1:], page.slug, ""])
    if page.slug != page.fixed_slug and parent.depth > 1 and is_taken(path):
        return _("The portal itself answers at /%(path)s: give the page another title.") % {"path": path}
    return ""
