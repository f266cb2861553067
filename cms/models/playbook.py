"""How we do it well: short pages for our own people, where they help."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.enums import Audience, Step
from cms.models.base import PublicPage
from cms.models.controlled import ControlledPage
from cms.models.fields import ManyChoicesField, codes_of
from cms.models.text_version import TextVersion
from portal.actors import Actor
from portal.clocks import local_day


class PlaybookIndexPage(PublicPage):
    """The list of playbooks, for our own people. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)

    template = "cms/playbook_index_page.html"
    fixed_slug = "playbooks"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PlaybookPage"]
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of playbooks")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Each with the version that holds; one that is still to come stands last."""
        pages = list(PlaybookPage.objects.live().order_by("title", "pk"))
        rows = TextVersion.objects.in_force(local_day()).filter(page__in=[one.pk for one in pages])
        holds = {one.page_id: one for one in rows}
        playbooks = [(page, holds.get(page.pk)) for page in pages]
        playbooks.sort(key=lambda pair: pair[1] is None)
        return super().get_context(request, *args, playbooks=playbooks, **kwargs)

    def readable_by(self, actor: Actor) -> bool:
        return actor.is_staff


class PlaybookPage(ControlledPage):
    """One playbook, always for our own people. `helps_at`: the steps from which it is one click away."""

    helps_at = ManyChoicesField(_("helps at"), max_length=250, choices=Step.choices, blank=True)

    template = "cms/playbook_page.html"
    parent_page_types = ["cms.PlaybookIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(ControlledPage.facts_panels, heading=_("Facts")),
        FieldPanel("helps_at"),
        FieldPanel("body"),
        MultiFieldPanel(ControlledPage.change_panels, heading=_("Against the version before")),
        MultiFieldPanel(ControlledPage.reading_panels[1:], heading=_("Who says that they have read it")),
        FieldPanel("evidence"),
    ]

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.for_staff()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.for_staff()
        return super().save(*args, **kwargs)

    def for_staff(self) -> None:
        """Nobody else reads it, whatever was written before."""
        self.audience, self.kinds, self.asks_partners = Audience.STAFF, "", False

    def readable_by(self, actor: Actor) -> bool:
        return actor.is_staff

    def steps(self) -> list[str]:
        """Where it helps, in words."""
        return [str(Step(code).label) for code in codes_of(self.helps_at)]
