"""What mails say about texts to be read, and pages to be looked at again, in the language that is active."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Acknowledgement, TextVersion
from portal.presentation import day, number
from suppliers.actions.wording import Facts, Words


def asked(version: TextVersion, row: Acknowledgement) -> Words:
    """To whoever is asked for the first time about a material version."""
    names = _names(version)
    text = _("Please read version %(number)s of “%(text)s” and say so on its page.") % names
    known = _("It says that you know it, not that you like it.")
    return Words(
        _("Please read “%(text)s”") % names,
        f"{text} {known}",
        _("Read it"),
        [*_facts(version), (_("Please by"), day(row.due_on, "full"))],
    )


def due(version: TextVersion, row: Acknowledgement, today: date) -> Words:
    """To the same person, before, on and after the day."""
    names, past = _names(version), (today - row.due_on).days
    if past > 0:
        subject = _("“%(text)s” still waits for you to read it")
        words = ngettext(
            "We asked you to read it by %(day)s; that was %(n)s day ago. It takes a few minutes.",
            "We asked you to read it by %(day)s; that was %(n)s days ago. It takes a few minutes.",
            past,
        )
    else:
        subject = _("“%(text)s” waits for you to read it")
        words = _("Please say by %(day)s that you have read it.")
    told = words % {"day": day(row.due_on, "full"), "n": number(past)}
    return Words(subject % names, told, _("Read it"), _facts(version))


def overdue(version: TextVersion, missing: int) -> Words:
    """To the owner of a text, once a week."""
    names = {**_names(version), "n": number(missing)}
    subject = ngettext(
        "%(n)s person has not read “%(text)s” in time",
        "%(n)s people have not read “%(text)s” in time",
        missing,
    )
    text = _("They were reminded. The register names them; a call helps more than another mail.")
    return Words(subject % names, text, _("See who is missing"), _facts(version))


def review(page: Any, today: date) -> Words:
    """To the owner of a page that is to be looked at again."""
    names = {"text": page.title, "day": day(page.review_on, "full")}
    if page.review_on <= today:
        subject = _("“%(text)s” is due to be looked at again")
        text = _("Its review was promised for %(day)s. Until somebody looks, it counts as stale.")
    else:
        subject = _("Please look at “%(text)s” again by %(day)s")
        text = _("Is it still true, and do we keep it? Change it, or set the next review.")
    return Words(subject % names, text % names, _("Open the page"), [])


def _names(version: TextVersion) -> dict[str, str]:
    return {"text": version.title, "number": version.number, "company": settings.COMPANY_NAME}


def _facts(version: TextVersion) -> Facts:
    facts = [(_("Version"), f"{version.number}, {day(version.in_force_from, 'full')}")]
    if version.reason and version.number != "1":
        facts.append((_("What changed"), version.reason))
    return facts
