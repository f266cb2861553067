"""What all pages of the public site share."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class PublicPage(Page):
    """A page that everybody may read: it cannot be hidden behind a password, and it keeps its address.

    `fixed_slug` is the page's address; without it the first title gives it.
    """

    fixed_slug = ""
    private_page_options: list[str] = []
    # Without a slug to fill in, the title is a field like any other.
    content_panels = [FieldPanel("title")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.fixed_slug or self.slug
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`site_home`: the home page, which says how to reach a person; `kwargs` go into the context too."""
        home = self.get_ancestors(inclusive=True).filter(depth=2).specific().first()
        return {**super().get_context(request, *args), "site_home": home, **kwargs}
