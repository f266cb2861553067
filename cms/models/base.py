"""What all pages of the public site share."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from cms.models.editing import PublicPageForm, problem_with
from cms.models.keeping import DraftCopyForm, KeepsWhatWasIssued
from portal.actors import Actor
from portal.enums import StaffRole

_WRITTEN = (models.CharField, models.TextField, StreamField)
# Where a page says in a sentence what it is about: the first of these that is filled.
_IN_SHORT = ("summary", "intro", "promise", "lead")


class PublicPage(Page):
    """A page of the site: it cannot be hidden behind a password, and it keeps its address.

    `fixed_slug` is the page's address; without it the first title gives it. `head_template` fills the head of
    the document for search engines and for whoever shares the page. Who may not read a page finds none.
    """

    fixed_slug = ""
    head_template = "cms/components/head.html"
    base_form_class = PublicPageForm
    copy_form_class = DraftCopyForm
    private_page_options: list[str] = []
    # Without a slug to fill in, the title is a field like any other.
    content_panels = [FieldPanel("title")]
    search_fields = [*Page.search_fields, index.SearchField("words")]
    promote_panels: list[Any] = []
    # From when to when it is public, and what colleagues say beside its fields.
    settings_panels = [PublishingPanel(), CommentPanel()]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.fixed_slug or self.slug
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Of a draft: its address is asked for like that of a page that is live."""
        self.slug = self.fixed_slug or self.slug
        super().minimal_clean()
        self._check_address()

    def clean(self) -> None:
        super().clean()
        if self.alias_of_id:
            raise ValidationError(gettext("No page is an alias of another here: copy it, or link to it."))
        self._check_address()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return KeepsWhatWasIssued(user, self)

    def _check_address(self) -> None:
        parent = self.get_parent()
        if parent is not None and (problem := problem_with(self, parent)):
            raise ValidationError({"title": problem})

    def readable_by(self, actor: Actor) -> bool:
        """May this actor read what is published here? Pages for some readers say so themselves."""
        return True

    @property
    def in_short(self) -> str:
        """What the page is about, in a sentence or two; empty when it does not say."""
        return next((text for name in _IN_SHORT if (text := getattr(self, name, ""))), "")

    def said(self) -> tuple[str, str]:
        """Title and what it is about, as those who may read it read them now."""
        return self.title, self.in_short

    def words(self) -> str:
        """All that an editor has written on it, of whatever type it is: what the search reads."""
        return " ".join(
            str(text)
            for field in self._meta.local_fields
            if isinstance(field, _WRITTEN) and field.editable and not field.choices
            for text in _words_of(field, getattr(self, field.name))
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For the wrong reader there is nothing at this address."""
        if not self.readable_by(request.actor):
            raise Http404
        request.public_page = self
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`site_home`: the home page, which says how to reach a person; `kwargs` go into the context too."""
        home = self.get_ancestors(inclusive=True).filter(depth=2).specific().first()
        return {**super().get_context(request, *args), "site_home": home, **kwargs}


def _words_of(field: Any, value: Any) -> list[Any]:
    return field.get_searchable_content(value) if isinstance(field, StreamField) else [value]


class OwnedPage(models.Model):
    """Somebody of ours, its `keeper`, answers for it and looks at it again by `review_on`.

    People call them its owner; in Wagtail that is who made a page.
    """

    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"role__in": StaffRole.values, "is_active": True},
        related_name="+",
        help_text=_("Who answers questions about it and keeps it true."),
    )
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta:
        abstract = True
