"""The roles people have and the ways in which something is done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffRole(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    PURCHASING_MANAGER = "purchasing_manager", _("Purchasing manager")
    BUYER = "buyer", _("Buyer")
    EXECUTIVE = "executive", _("Executive")
    CONTENT_EDITOR = "content_editor", _("Content editor")
    STAFF_VIEWER = "staff_viewer", _("Staff viewer")


class PartnerRole(models.TextChoices):
    ADMIN = "partner_admin", _("Partner administrator")
    EDITOR = "partner_editor", _("Partner editor")
    VIEWER = "partner_viewer", _("Partner viewer")


class Channel(models.TextChoices):
    PAGE = "page", _("page")
    MAIL_LINK = "mail_link", _("mail link")
    SPREADSHEET = "spreadsheet", _("spreadsheet")
    UBL = "ubl", _("UBL message")
    PHONE = "phone", _("phone")
    TOKEN = "token", _("API")
    COMMAND = "command", _("command")
    IMPORT = "import", _("import")
    JOB = "job", _("background job")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Scope(models.TextChoices):
    """What a token of the API may be good for; never more than its person's role."""

    PARTNERS_READ = "partners:read", _("Read partners and contacts")
    PARTNERS_WRITE = "partners:write", _("Write partners and contacts")
    ORDERS_READ = "orders:read", _("Read orders and all that belongs to them, invoices, documents")
    ORDERS_WRITE = "orders:write", _("Write orders and all that belongs to them, invoices, documents")
    LEDGER_READ = "ledger:read", _("Read ledger, targets, commission agreements, rates, customer counts")
    LEDGER_WRITE = (
        "ledger:write",
        _("Write ledger, targets, commission agreements, rates, customer counts"),
    )
    COMMITMENTS_WRITE = "commitments:write", _("Answer order lines, ask and answer questions")
    SCORECARDS_READ = "scorecards:read", _("Read scorecards")
    SCORECARDS_WRITE = (
        "scorecards:write",
        _("Answer cards, contest lines and decide on them; keep templates, tiers and surveys"),
    )
    RELATIONSHIP_READ = (
        "relationship:read",
        _("Read plans, ideas, cases, touchpoints, recognition and onboarding"),
    )
    RELATIONSHIP_WRITE = (
        "relationship:write",
        _("Work on plans, ideas, cases, touchpoints, recognition and onboarding"),
    )
    PAGES_READ = "pages:read", _("Read policies, service standards with their results, and news")
    PAGES_WRITE = "pages:write", _("Acknowledge policies, ask about them and propose changes")
    IMPORTS_WRITE = "imports:write", _("Send files and read what became of them")


class Side(models.TextChoices):
    """Whose act it is."""

    PARTNER = "partner", _("Partner")
    COMPANY = "company", _("Company")


class MailMode(models.TextChoices):
    """How a person hears of what waits for them."""

    SINGLE = "single", _("A mail for each, at once")
    DIGEST = "digest", _("One mail a day with all of it")
    NONE = "none", _("No mails; I look at the page")
