"""What Wagtail may do with a page that people have read, signed or answered: copy it, and take it down."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page, PagePermissionTester

# What was issued, asked, published or answered, as it is known from its page.
_KEPT = ("text_versions", "policy_comments", "standardpage__snapshots", "surveypage__rounds")


class KeepsWhatWasIssued(PagePermissionTester):
    """What was issued stays readable: its page, and what stands above it, is only ever taken down."""

    page: Page

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not super().can_delete(ignore_bulk):
            return False
        kept = Q()
        for name in _KEPT:
            kept |= Q(**{f"{name}__isnull": False})
        return not Page.objects.filter(kept, path__startswith=self.page.path).exists()


class DraftCopyForm(CopyForm):
    """A copy is a draft of its own: it passes the rules of its type before anybody reads it.

    An alias has neither versions nor results nor readers who sign it, so there is none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
