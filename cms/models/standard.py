"""A promise with its measure: what was promised, by which KPI it is judged, and how each period ended."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import EvidenceBlock
from cms.models.base import OwnedPage, PublicPage
from cms.models.editing import PublicPageForm
from portal.models import PublicId
from scorecards.engine.catalogue import CATALOGUE, FAMILIES, Kpi, Unit
from scorecards.enums import KpiName
from scorecards.models.fields import ExactDecimalField
from suppliers.enums import Basis, PartnerKind

# What everybody may read of all partners together: no money, and nothing of what they sell.
_KEPT_INSIDE = {kpi.code for family in ("cost", "selling") for kpi in FAMILIES[family]}
PUBLIC_KPIS = tuple(code for code in CATALOGUE if code not in _KEPT_INSIDE)
LEAST_ROWS = 5
_MOST = {Unit.SHARE: 100, Unit.POINTS: 10}


class StandardIndexPage(PublicPage):
    """All service standards with their results. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)

    template = "cms/standard_index_page.html"
    fixed_slug = "standards"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StandardPage"]
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of service standards")

    @property
    def standards(self) -> list["StandardPage"]:
        """In the order that the editor gave them."""
        return list(StandardPage.objects.live().child_of(self).order_by("path"))


class StandardForm(PublicPageForm):
    """Offers only KPIs that everybody may read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kpi" in self.fields:
            field = self.fields["kpi"]
            field.choices = [one for one in field.choices if not one[0] or one[0] in PUBLIC_KPIS]


class StandardPage(OwnedPage, PublicPage):
    """One promise, judged by one KPI over all partners (of `kind`, where it is given).

    `target` is in the unit people read: per cent for shares, else hours, days, points. `months`: a result
    speaks of so many (3: a quarter, 12: the year that ends with it). Under `least_n` rows there is no figure.
    """

    promise = models.CharField(_("what we promise"), max_length=160)
    short = models.CharField(_("in a few words"), max_length=40)
    kpi = models.CharField(_("measured by"), max_length=40, choices=KpiName.choices)
    target = models.DecimalField(_("the mark we set ourselves"), max_digits=12, decimal_places=3)
    months = models.PositiveSmallIntegerField(
        _("over"), choices=[(3, _("a quarter")), (12, _("a year"))], default=3
    )
    kind = models.CharField(
        _("with partners of the kind"), max_length=12, choices=PartnerKind.choices, blank=True
    )
    basis = models.CharField(
        _("against which day"), max_length=20, choices=Basis.choices, default=Basis.FIRST_CONFIRMED
    )
    early_days = models.PositiveSmallIntegerField(
        _("days early at most"), null=True, blank=True, help_text=_("Empty: as early as you like.")
    )
    late_days = models.PositiveSmallIntegerField(_("days late at most"), default=0)
    least_n = models.PositiveSmallIntegerField(_("no figure under so many rows"), default=5)
    counted = models.CharField(_("how it is counted, in plain words"), max_length=200, blank=True)
    remark = models.TextField(
        _("about the last result"),
        max_length=400,
        blank=True,
        help_text=_("Why it was missed, and what we changed. Say so before anybody asks."),
    )
    remark_on = models.DateField(_("said on"), null=True, blank=True)
    evidence = StreamField(
        [("evidence", EvidenceBlock())], verbose_name=_("what it was made from"), blank=True
    )

    base_form_class = StandardForm
    template = "cms/standard_page.html"
    parent_page_types = ["cms.StandardIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("promise"),
        FieldPanel("short"),
        MultiFieldPanel(
            [
                FieldPanel("kpi"),
                FieldRowPanel([FieldPanel("target"), FieldPanel("months"), FieldPanel("kind")]),
                FieldRowPanel([FieldPanel("basis"), FieldPanel("early_days"), FieldPanel("late_days")]),
                FieldPanel("least_n"),
                FieldPanel("counted"),
            ],
            heading=_("How it is measured"),
        ),
        MultiFieldPanel([FieldPanel("remark"), FieldPanel("remark_on")], heading=_("When it was not met")),
        FieldPanel("evidence"),
        MultiFieldPanel([FieldPanel("keeper"), FieldPanel("review_on")], heading=_("Who stands for it")),
    ]

    class Meta:
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, index=self.get_parent(), **kwargs)

    def clean(self) -> None:
        super().clean()
        problems = dict(self._problems())
        if problems:
            raise ValidationError(problems)

    def _problems(self) -> Iterator[tuple[str, Any]]:
        """(field, what is wrong with it), each field once."""
        kpi = CATALOGUE.get(self.kpi)
        if kpi is not None:
            yield from self._unfit(kpi)
        if self.least_n is not None and self.least_n < LEAST_ROWS:
            yield "least_n", _("At least 5: a figure of fewer could tell of one partner.")
        if self.remark and self.remark_on is None:
            yield "remark_on", _("Say from which day the remark is: it is shown beside results before it.")

    def _unfit(self, kpi: Kpi) -> Iterator[tuple[str, Any]]:
        if kpi.code not in PUBLIC_KPIS:
            yield "kpi", _("This figure is not for everybody: choose another one.")
        most = _MOST.get(kpi.unit)
        if self.target is not None and self.target < 0:
            yield "target", _("Not under 0.")
        elif self.target is not None and most is not None and self.target > most:
            yield "target", _("At most %(most)s: write per cent as 95, not as 0.95.") % {"most": most}
        elif (
            self.target is not None
            and kpi.higher_is_better
            and kpi.unit is Unit.SHARE
            and 0 < self.target < 1
        ):
            yield "target", _("Write per cent as 95, not as 0.95.")
        if kpi.code == "partner_satisfaction" and self.kind:
            yield "kind", _("What partners say of us exists only for all of them together.")
        if not kpi.uses_rule and self.late_days:
            yield "late_days", _("This figure knows no days late: write 0.")
        if not kpi.uses_rule and self.early_days is not None:
            yield "early_days", _("This figure knows no days early: leave it empty.")


class PublishedOnce(models.QuerySet["StandardSnapshot"]):
    """What was published is neither changed nor taken back."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("A published snapshot is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A published snapshot is never deleted.")


class StandardSnapshot(PublicId):
    """How a period ended, as it was published: never changed. `value` in the KPI's own unit, None: no figure.

    `met` None: no figure. `rule` holds kpi, basis, early_days, late_days, kind, months and least_n.
    """

    standard = models.ForeignKey(StandardPage, on_delete=models.PROTECT, related_name="snapshots")
    period = models.CharField(max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    taken_at = models.DateTimeField()
    promise = models.CharField(max_length=160)
    rule = models.JSONField(default=dict)
    engine_version = models.PositiveSmallIntegerField()
    target = models.DecimalField(max_digits=12, decimal_places=3)
    value = ExactDecimalField(null=True, blank=True)
    n = models.PositiveIntegerField(default=0)
    excused = models.PositiveIntegerField(default=0)
    met = models.BooleanField(null=True, blank=True)

    objects = PublishedOnce.as_manager()

    class Meta:
        ordering = ["-ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "period"], name="one_snapshot_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.period}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise TypeError("A published snapshot is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A published snapshot is never deleted.")
