"""Which template a partner's cards are made of, and what the templates in use are made of."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from scorecards.models import Scorecard, ScorecardTemplate, TemplateLine, TemplateVersion
from suppliers.models import Partner, PartnerDocument


def matching(kind: str, segment: str) -> Q:
    """Partners of this kind and segment; empty is all. Those merged into others are no partners."""
    wanted = Q(merged_into=None)
    if kind:
        wanted &= Q(kind=kind)
    return wanted & Q(segment=segment) if segment else wanted


def template_of(partner: Partner) -> ScorecardTemplate | None:
    """The most particular one in use: of segment and kind, of the segment, of the kind, of all.

    Among equals the one of the partner's newest card, else the first by name.
    """
    templates = ScorecardTemplate.objects.filter(
        is_active=True, kind__in=("", partner.kind), segment__in={"", partner.segment}
    ).exclude(versions=None)
    newest = partner.scorecards.order_by("-ends_on").values_list("template_id", flat=True).first()
    return min(
        templates,
        key=lambda one: (not one.segment, not one.kind, one.pk != newest, one.name),
        default=None,
    )


def newest_version(template: ScorecardTemplate) -> TemplateVersion:
    """The one that new periods use, with its lines, bands and gates; DoesNotExist without any."""
    return with_parts(template.versions.all()).order_by("-number")[:1].get()


def with_parts(versions: QuerySet[TemplateVersion]) -> QuerySet[TemplateVersion]:
    return versions.select_related("template").prefetch_related("lines", "bands", "gates")


def document_types() -> list[str]:
    """Types of documents that partners have, for those who type one."""
    return list(PartnerDocument.objects.order_by("type").values_list("type", flat=True).distinct())


def _in_newest_versions() -> QuerySet[TemplateLine]:
    """Lines of custom KPIs, of the newest version of every template."""
    newest = TemplateVersion.objects.filter(template=OuterRef("version__template")).order_by("-number")
    return TemplateLine.objects.filter(version=Subquery(newest.values("pk")[:1])).exclude(formula="")


def uses_of(code: str) -> list[TemplateLine]:
    """The lines of a custom KPI in the newest versions of templates, by the name of the template."""
    lines = _in_newest_versions().filter(kpi=code)
    return list(lines.select_related("version__template").order_by("version__template__name"))


def with_uses(kpis: QuerySet[Any]) -> QuerySet[Any]:
    """Custom KPIs with the count of `templates` that have them in their newest version."""
    lines = _in_newest_versions().filter(kpi=OuterRef("code")).order_by()
    counted = lines.values("kpi").annotate(count=Count("pk")).values("count")
    return kpis.annotate(templates=Coalesce(Subquery(counted), 0))


def with_figures(templates: QuerySet[Any]) -> QuerySet[Any]:
    """Templates with the `number`, `lines` and `used_since` of their newest version, and their `cards`."""
    newest = TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")
    lines = TemplateLine.objects.filter(version__template=OuterRef("pk"), version__number=OuterRef("number"))
    counted = lines.order_by().values("version").annotate(count=Count("pk")).values("count")
    cards = Scorecard.objects.filter(template=OuterRef("pk"), is_latest=True).order_by()
    return templates.annotate(
        number=Subquery(newest.values("number")[:1]),
        used_since=Subquery(newest.values("created_at")[:1]),
        lines=Coalesce(Subquery(counted), 0),
        cards=Coalesce(Subquery(cards.values("template").annotate(count=Count("pk")).values("count")), 0),
    )
