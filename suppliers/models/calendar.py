"""On which days a site of ours receives."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models import PublicId, Timestamped, Versioned
from suppliers.engine.calendars import WorkingCalendar

SATURDAY, SUNDAY = 5, 6


def usual_weekend() -> list[int]:
    return [SATURDAY, SUNDAY]


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def for_actor(self, actor: Actor) -> Self:
        """The company's own: a partner sees the days on its lines."""
        return self.all() if actor.is_staff else self.none()


class Calendar(PublicId, Versioned, Timestamped):
    """Working days of the receiving sites that it names, one a line; of all others when it names none.

    `weekend`: days of the week, Monday 0. `holidays`: ISO dates, rising.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    sites = models.TextField(_("sites"), blank=True)
    weekend = models.JSONField(_("days off in a week"), default=usual_weekend)
    holidays = models.JSONField(_("holidays"), default=list, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.UniqueConstraint(
                fields=["sites"], condition=models.Q(sites=""), name="one_calendar_for_the_rest"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def site_list(self) -> list[str]:
        return [site.strip() for site in self.sites.splitlines() if site.strip()]

    @property
    def days_off(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.holidays]

    @property
    def working(self) -> WorkingCalendar:
        return WorkingCalendar(frozenset(self.weekend), frozenset(self.days_off))
