"""How plans, gains and ideas read in the history of a partner; their reminders, every hour."""

from django.utils.translation import gettext_lazy as _

from portal.registry import Scheduled, register_schedule
from suppliers.registry import register_sentence

for _verb, _sentence in {
    "plan.proposed": _("%(plan)s proposed: %(title)s"),
    "plan.changed": _("%(plan)s: other terms proposed (version %(version)s)"),
    "plan.signed": _("%(plan)s: version %(version)s signed"),
    "plan.agreed": _("%(plan)s: version %(version)s signed by both"),
    "plan.declined": _("%(plan)s: version %(version)s declined"),
    "plan.withdrawn": _("%(plan)s: version %(version)s withdrawn"),
    "plan.started": _("%(plan)s started"),
    "plan.claimed": _("%(plan)s: the effect is there, to be verified"),
    "plan.verified": _("%(plan)s: %(period)s verified"),
    "plan.effective": _("%(plan)s is effective"),
    "plan.not_effective": _("%(plan)s was not effective and stays open"),
    "plan.resumed": _("%(plan)s taken up again"),
    "plan.closed": _("%(plan)s closed: %(title)s"),
    "plan.stop_asked": _("%(plan)s: asked to call it off"),
    "plan.called_off": _("%(plan)s called off by both"),
    "plan.kept_going": _("%(plan)s goes on"),
    "plan.said": _("%(plan)s: wrote to both sides"),
    "plan.noted": _("%(plan)s: wrote a note for staff"),
    "plan.looked_after": _("%(plan)s is looked after by %(to)s"),
    "plan_action.begun": _("%(plan)s: works on “%(action)s”"),
    "plan_action.finished": _("%(plan)s: finished “%(action)s”"),
    "plan_action.reopened": _("%(plan)s: “%(action)s” is open again"),
    "plan_action.expected": _("%(plan)s: “%(action)s” is expected on %(day)s"),
    "gain.booked": _("%(plan)s: a gain booked"),
    "gain.taken_back": _("%(plan)s: a gain taken back"),
    "idea.proposed": _("Proposed an idea"),
    "idea.accepted": _("Accepted an idea"),
    "idea.declined": _("Declined an idea"),
    "idea.withdrawn": _("Withdrew an idea"),
}.items():
    register_sentence(_verb, _sentence)
register_schedule(Scheduled("scorecards.jobs_plans.remind_of_plans", 3_600))
