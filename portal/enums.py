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
