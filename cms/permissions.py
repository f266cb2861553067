"""Who writes the public pages."""

from portal.actors import Actor
from portal.enums import StaffRole

# Who publishes, and who writes drafts and asks for approval.
PUBLISHERS = (StaffRole.ADMINISTRATOR, StaffRole.EXECUTIVE)
WRITERS = (*PUBLISHERS, StaffRole.CONTENT_EDITOR)


def can_write_pages(actor: Actor) -> bool:
    """May this actor open the editor at all?"""
    return actor.user is not None and actor.is_staff and actor.role in WRITERS
