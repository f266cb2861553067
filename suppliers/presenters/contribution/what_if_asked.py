"""A question about what would be, from what was typed to its answer: the page and the API ask alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.engine.rounding import half_up
from portal.forms import Form
from suppliers.facts.contribution import Span, extent
from suppliers.facts.what_if import agents_of, year_of
from suppliers.forms_what_if import COMMISSION, DEFAULTS, FORMS, LEAVES
from suppliers.models import Partner
from suppliers.presenters.contribution.period import chosen
from suppliers.presenters.contribution.what_if import Answer, commission, leaving, rising, values_of


@dataclass(frozen=True)
class Asked:
    """`form` and `answer` None: the partner is missing. No answer of a valid form: nobody measured OTIF."""

    span: Span
    period: str
    form: Form | None = None
    answer: Answer | None = None


def ask(actor: Actor, question: str, partner: Partner | None, typed: Mapping[str, str], today: date) -> Asked:
    """Of the twelve last whole months. What is not typed is assumed; the rivals' margin is measured."""
    period = chosen({}, today, extent(actor))
    defaults = {name: DEFAULTS[name] for name in FORMS[question].base_fields if name in DEFAULTS}
    if partner is None:
        if question != COMMISSION:
            return Asked(period.span, period.label)
        form = FORMS[question](values_of(typed, defaults))
        answer = None
        if form.is_valid():
            whole, base = agents_of(actor, period.span)
            points = form.cleaned_data["points"]
            answer = commission(whole.contribution, base, _("any agent"), points, period.label)
        return Asked(period.span, period.label, form, answer)
    year = year_of(actor, partner, period.span, today)
    if question == LEAVES:
        defaults["margin"] = half_up((year.others_margin or DEFAULTS["taken"]) * 100, 1)
    form = FORMS[question](values_of(typed, defaults))
    if not form.is_valid():
        return Asked(period.span, period.label, form)
    given = form.cleaned_data
    if question == LEAVES:
        answer = leaving(year, partner.name, given, period.label)
    elif question == COMMISSION:
        before, base = year.whole.contribution, year.own.net_revenue
        answer = commission(before, base, partner.name, given["points"], period.label)
    else:
        answer = rising(year, partner.name, given["target"], period.label)
    return Asked(period.span, period.label, form, answer)
