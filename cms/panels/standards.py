"""What the standards do by themselves."""

from portal.registry import Scheduled, register_schedule

register_schedule(Scheduled("cms.jobs_snapshots.take_snapshots", 3600))
