"""Who reads the page for executives: whoever publishes what we promise, and sees what partners contribute."""

from cms.permissions import PUBLISHERS
from portal.actors import Actor

READERS = PUBLISHERS


def can_read_report(actor: Actor) -> bool:
    return actor.is_staff and actor.has_role(*READERS)
