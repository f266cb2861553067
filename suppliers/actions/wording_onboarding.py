"""What mails say about papers, forms and newcomers; in the language of who reads it."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from suppliers.actions.wording import Words
from suppliers.models import PartnerDocument, PartnerForm


def expiring_words(document: PartnerDocument, today: date, *, is_ours: bool) -> Words:
    """A paper runs out soon, today, or has run out. Needs `document.partner` and its last day."""
    until = document.expires_on
    if until is None:
        raise ValueError(f"{document} never runs out.")
    left = (until - today).days
    names = {
        "what": str(document),
        "partner": document.partner.name,
        "company": settings.COMPANY_NAME,
        "day": day(until, "full"),
        "n": number(left),
    }
    if left > 0:
        subject = ngettext(
            "%(what)s of %(partner)s runs out in %(n)s day",
            "%(what)s of %(partner)s runs out in %(n)s days",
            left,
        )
    elif left == 0:
        subject = _("%(what)s of %(partner)s runs out today")
    else:
        subject = _("%(what)s of %(partner)s ran out on %(day)s")
    if is_ours:
        text = _("%(partner)s is told as well. When the new paper is there, look at it, so that it counts.")
        act = _("See the papers")
    else:
        text = _("Please add the new paper as soon as you have it. %(company)s is told as well.")
        act = _("Add the new paper")
    facts = [(_("Paper"), str(document)), (_("Last day"), names["day"])]
    return Words(subject % names, text % names, act, facts)


def form_words(form: PartnerForm, today: date, *, is_new: bool) -> Words:
    """A questionnaire is asked, or comes due. Needs `form.asked.questionnaire`."""
    names = {"name": form.asked.questionnaire.name, "company": settings.COMPANY_NAME}
    left = (form.due_on - today).days if form.due_on is not None else 0
    if is_new:
        subject = _("%(company)s asks you: %(name)s")
        text = _("You can answer in parts: what you save is kept until you send it.")
    elif left > 0:
        subject = ngettext(
            "In %(n)s day we count on your answers: %(name)s",
            "In %(n)s days we count on your answers: %(name)s",
            left,
        )
        text = _("What you have saved so far is there. If a question is unclear, ask us.")
    else:
        subject = _("We wait for your answers: %(name)s")
        text = _("What you have saved so far is there. If you need longer, tell us: we find a way.")
    facts = [(_("Answer by"), day(form.due_on, "full"))] if form.due_on is not None else []
    return Words(subject % {**names, "n": number(left)}, text, _("Answer the questions"), facts)


def returned_words(form: PartnerForm, *, accepted: bool) -> Words:
    """What we said of the answers."""
    names = {"name": form.asked.questionnaire.name, "company": settings.COMPANY_NAME}
    if accepted:
        subject, text = _("Thank you: “%(name)s” is accepted"), _("Nothing more is needed there.")
        return Words(subject % names, form.words or text, _("See the answers"), [])
    return Words(
        _("A question about your answers: %(name)s") % names, form.words, _("Answer the questions"), []
    )
