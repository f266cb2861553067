"""What stands in the way of issuing a text, said beside the field while somebody writes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.enums import Audience
from cms.models.editing import PublicPageForm
from cms.models.issuing import SEEN, frozen, newest
from cms.models.text_version import TextVersion
from portal.clocks import local_day
from portal.presentation import day


class ControlledForm(PublicPageForm):
    """A draft may be as it is; what is published, or sent for approval, must be fit to be issued."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for name, problem in problems(self.instance, local_day()):
            self.add_error(name if name in self.fields else None, problem)


def problems(page: Any, today: date) -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it and what to do)."""
    if page.keeper is None:
        yield "keeper", _("Say who answers for it: questions and reviews go to them.")
    if page.kinds and page.audience != Audience.PARTNERS:
        yield "kinds", _("Kinds of partners are for a text for partners: choose that above, or tick none.")
    if page.asks_partners and page.audience == Audience.STAFF:
        yield "asks_partners", _("Partners do not see this text: they cannot say that they have read it.")
    if page.review_on and page.review_on <= page.in_force_from:
        yield "review_on", _("It is looked at again after it has begun: give a later day.")
    if page.reference and (other := _also_called(page)):
        yield "reference", _("“%(other)s” has this reference already.") % {"other": other.title}
    if page.pk and (last := newest(page)):
        yield from _against(page, last, today)


def _also_called(page: Any) -> Any:
    return type(page).objects.filter(reference__iexact=page.reference).exclude(pk=page.pk).first()


def _against(page: Any, last: TextVersion, today: date) -> Iterator[tuple[str, str]]:
    facts = frozen(page)
    names = {"number": last.number, "day": day(last.in_force_from)}
    if all(getattr(last, name) == facts[name] for name in SEEN):
        if page.in_force_from != last.in_force_from:
            yield (
                "in_force_from",
                _("Version %(number)s is issued from %(day)s and keeps its day: change the text, too.")
                % names,
            )
        return
    if not page.reason.strip():
        yield (
            "reason",
            _("Say what changed against version %(number)s, and why: readers see it first.") % names,
        )
    elif page.reason == last.reason:
        yield "reason", _("This is what you said of version %(number)s: say what changes now.") % names
    if page.in_force_from == last.in_force_from:
        return
    if page.in_force_from < last.in_force_from:
        yield (
            "in_force_from",
            _("Version %(number)s holds from %(day)s: the next one cannot begin before it.") % names,
        )
    elif page.in_force_from < today:
        yield (
            "in_force_from",
            _("Version %(number)s holds already: the next one begins today or later.") % names,
        )
