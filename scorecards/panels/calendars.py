"""Tells the working calendars which templates count in their days."""

from django.db.models import F, OuterRef, Subquery

from scorecards.models import TemplateLine, TemplateVersion
from suppliers.enums import DayCount
from suppliers.registry import register_calendar_use


def templates_in_working_days() -> list[str]:
    """Templates in use whose newest version has a line in working days."""
    newest = TemplateVersion.objects.filter(template=OuterRef("version__template")).order_by("-number")
    lines = TemplateLine.objects.filter(days=DayCount.WORKING, version__template__is_active=True)
    lines = lines.annotate(newest=Subquery(newest.values("pk")[:1])).filter(version_id=F("newest"))
    return sorted(set(lines.values_list("version__template__name", flat=True)))


register_calendar_use(templates_in_working_days)
