"""When a mail may go out: at once or once a day, and never in somebody's quiet hours.

Hours are of the person's own clock. The day on which the clocks change has 23 or 25 hours: an hour that does
not exist comes when the clock has passed it, one that comes twice counts the first time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class MailHours:
    """`digest_hour` None: each at once. Quiet from `quiet_from` until `quiet_until`; equal: never quiet."""

    zone: tzinfo
    digest_hour: int | None = None
    quiet_from: int = 0
    quiet_until: int = 0

    def is_quiet(self, now: datetime) -> bool:
        """Is it an hour in which this person wants no mail?"""
        hour = now.astimezone(self.zone).hour
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def last_digest(self, now: datetime) -> datetime | None:
        """The newest moment, at `now` or before, at which the daily mail was due; None without one."""
        if self.digest_hour is None:
            return None
        today = now.astimezone(self.zone).date()
        hour = time(self.digest_hour)
        moments = (
            datetime.combine(today - timedelta(days=back), hour, self.zone).astimezone(UTC) for back in (0, 1)
        )
        return next((moment for moment in moments if moment <= now), None)

    def takes(self, created_at: datetime, now: datetime) -> bool:
        """Is what came up at `created_at` due for this person at `now`, were it not quiet?

        With a daily mail: once its hour has come since, however late that is noticed.
        """
        digest = self.last_digest(now)
        return created_at <= (now if self.digest_hour is None or digest is None else digest)
