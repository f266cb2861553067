"""Which parts: what a partner's own people may see of it and its lines. Everything else is for staff."""

from portal.actors import Actor

# Fields of a partner that its own people see; segment, owner's notes and why somebody was lost are not here.
SHARED_PARTNER_FIELDS = (
    "kind", "code", "name", "legal_name", "since", "country", "city", "currency", "email", "phone",
    "website", "tax_id",
)  # fmt: skip

# Staff's own view of a partner adds these.
STAFF_PARTNER_FIELDS = ("status", "segment", "owner", "lost_on", "lost_reason")

# What we think a line should cost; everything else of a line both sides know.
STAFF_LINE_FIELDS = ("standard_price",)

# The columns of the datasets that hold them; partners' people never get these.
STAFF_COLUMNS = {
    "partners": ("segment", "status", "owner_email", "lost_on", "lost_reason"),
    "orders": STAFF_LINE_FIELDS,
}


def partner_fields(actor: Actor) -> tuple[str, ...]:
    """The fields of a partner that `actor` may see."""
    return SHARED_PARTNER_FIELDS + STAFF_PARTNER_FIELDS if actor.is_staff else SHARED_PARTNER_FIELDS
