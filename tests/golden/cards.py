"""Puts a card into the database that says nothing: for what hangs on one."""

from datetime import UTC, date, datetime

from scorecards.models import Scorecard, ScorecardTemplate, TemplateVersion


def a_card(partner):
    """The card of August 2026 of a template without lines."""
    template, _ = ScorecardTemplate.objects.get_or_create(name="Bare")
    version, _ = TemplateVersion.objects.get_or_create(template=template, number=1)
    card, _ = Scorecard.objects.get_or_create(
        partner=partner,
        template=template,
        period="2026-08",
        defaults={
            "version": version,
            "starts_on": date(2026, 8, 1),
            "ends_on": date(2026, 8, 31),
            "as_of": date(2026, 9, 3),
            "coverage": 0,
            "digest": "0" * 64,
            "engine_version": 1,
            "published_at": datetime(2026, 9, 3, tzinfo=UTC),
            "published_by": "Alice",
        },
    )
    return card
