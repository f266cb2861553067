"""What mails about plans and ideas say, in the language that is active; amounts and scores stay out."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day
from scorecards.models import ImprovementPlan, PlanAction, PlanIdea
from suppliers.actions.wording import LONGEST, Words


def short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def said(plan: ImprovementPlan, subject: str, text: str, act: str = "", *facts: tuple[str, str]) -> Words:
    """`subject` may name %(plan)s, %(title)s, %(partner)s and %(company)s."""
    names = {
        "plan": plan.reference,
        "title": plan.title,
        "partner": plan.partner.name,
        "company": settings.COMPANY_NAME,
    }
    return Words(subject % names, short(text), act or _("Open the plan"), list(facts))


def proposed(plan: ImprovementPlan, who: str) -> Words:
    text = _("%(who)s proposes to make this better together. Sign it, or propose other terms.")
    return said(plan, _("A plan for both of us: %(title)s"), text % {"who": who}, _("Read it and sign"))


def changed(plan: ImprovementPlan, who: str, why: str) -> Words:
    text = "\n\n".join(filter(None, [_("%(who)s proposes other terms.") % {"who": who}, why]))
    return said(plan, _("Other terms for %(plan)s: %(title)s"), text, _("Read them and sign"))


def signed(plan: ImprovementPlan, who: str) -> Words:
    text = _("%(who)s has signed. Your side’s signature makes it count.")
    return said(plan, _("Signed by the other side: %(title)s"), text % {"who": who}, _("Read it and sign"))


def agreed(plan: ImprovementPlan, *, is_first: bool) -> Words:
    if is_first:
        return said(plan, _("Agreed: %(title)s"), _("Both sides have signed. Start when you are ready."))
    return said(plan, _("New terms hold: %(title)s"), _("Both sides have signed the new terms."))


def ended(plan: ImprovementPlan, who: str, words: str, *, is_declined: bool) -> Words:
    subject = _("Declined: %(title)s") if is_declined else _("Withdrawn: %(title)s")
    text = words or _("%(who)s takes these terms back.") % {"who": who}
    return said(plan, subject, text)


def started(plan: ImprovementPlan, who: str) -> Words:
    return said(plan, _("It begins: %(title)s"), _("%(who)s has started the plan.") % {"who": who})


def claimed(plan: ImprovementPlan, who: str) -> Words:
    text = _("%(who)s says that the effect is there. From now on it is measured and verified.")
    return said(plan, _("To be measured: %(title)s"), text % {"who": who})


def decided(plan: ImprovementPlan, *, is_effective: bool) -> Words:
    if is_effective:
        text = _("The target held for as long as both agreed. Thank you. What was gained can be booked now.")
        return said(plan, _("It works: %(title)s"), text)
    text = _(
        "The target was missed in the time it had to hold. The plan stays open: take it up again together."
    )
    return said(plan, _("Not there yet: %(title)s"), text)


def verified(plan: ImprovementPlan, period: str, who: str) -> Words:
    text = _("%(who)s has verified %(period)s.") % {"who": who, "period": period}
    return said(plan, _("Verified: %(title)s"), text)


def resumed(plan: ImprovementPlan, who: str, words: str) -> Words:
    text = words or _("%(who)s takes it up again.") % {"who": who}
    return said(plan, _("Taken up again: %(title)s"), text)


def closed(plan: ImprovementPlan, learned: str) -> Words:
    return said(plan, _("Closed, and it worked: %(title)s"), learned)


def stop_asked(plan: ImprovementPlan, who: str, words: str) -> Words:
    text = _("%(who)s would like to call it off:") % {"who": who} + "\n\n" + words
    return said(plan, _("Call it off? %(title)s"), text, _("Answer"))


def stop_answered(plan: ImprovementPlan, who: str, *, is_off: bool) -> Words:
    if is_off:
        return said(plan, _("Called off: %(title)s"), _("%(who)s agreed to call it off.") % {"who": who})
    return said(plan, _("It goes on: %(title)s"), _("%(who)s would like to keep going.") % {"who": who})


def action_done(action: PlanAction, who: str) -> Words:
    text = _("%(who)s finished “%(action)s”.") % {"who": who, "action": action.title}
    return said(action.plan, _("Done: %(title)s"), text)


def action_expected(action: PlanAction, who: str, why: str) -> Words:
    text = _("“%(action)s” comes later than agreed, says %(who)s.") % {"action": action.title, "who": who}
    expected = (_("Now expected"), day(action.expected_on, "full"))
    return said(action.plan, _("A later day: %(title)s"), f"{text}\n\n{why}", "", expected)


def action_reopened(action: PlanAction, who: str, why: str) -> Words:
    text = _("%(who)s opened “%(action)s” again.") % {"who": who, "action": action.title}
    return said(action.plan, _("Open again: %(title)s"), f"{text}\n\n{why}")


def action_due(action: PlanAction, today: date) -> Words:
    """Three days before, on the day, and the day after."""
    left = (action.due_on - today).days
    facts = ((_("What"), action.title), (_("Who"), action.owner_name), (_("Due"), day(action.due_on, "full")))
    if left > 0:
        subject = ngettext("Due in %(n)d day: %%(title)s", "Due in %(n)d days: %%(title)s", left) % {
            "n": left
        }
        return said(action.plan, subject, _("Will it be done? If not, name a new day now."), "", *facts)
    if left == 0:
        return said(action.plan, _("Due today: %(title)s"), _("Tick it off, or name a new day."), "", *facts)
    return said(
        action.plan, _("Overdue: %(title)s"), _("Finish it, or say when it will be done."), "", *facts
    )


def action_stuck(action: PlanAction, days: int) -> Words:
    text = ngettext(
        "“%(action)s” is %(n)d day late. Can you help?",
        "“%(action)s” is %(n)d days late. Can you help?",
        days,
    )
    facts = ((_("Who"), action.owner_name), (_("Due"), day(action.due_on, "full")))
    return said(action.plan, _("Stuck: %(title)s"), text % {"action": action.title, "n": days}, "", *facts)


def to_sign(plan: ImprovementPlan, days: int) -> Words:
    text = ngettext(
        "These terms wait for your side’s signature since %(n)d day. Sign, decline, or propose others.",
        "These terms wait for your side’s signature since %(n)d days. Sign, decline, or propose others.",
        days,
    )
    return said(plan, _("Waits for your signature: %(title)s"), text % {"n": days}, _("Read it and sign"))


def to_verify(plan: ImprovementPlan, period: str) -> Words:
    text = _("%(period)s is closed. Look at the figures and verify them.") % {"period": period}
    return said(plan, _("To verify: %(title)s"), text, _("Verify"))


def gain_booked(plan: ImprovementPlan, *, is_taken_back: bool) -> Words:
    if is_taken_back:
        return said(plan, _("A gain was taken back: %(title)s"), _("The ledger shows why."))
    return said(plan, _("A gain is booked: %(title)s"), _("The ledger shows how it is split. Thank you."))


def _idea(idea: PlanIdea, subject: str, text: str, act: str, *facts: tuple[str, str]) -> Words:
    names = {"title": idea.title, "partner": idea.partner.name}
    # The subject of a mail is read over shoulders: a confidential idea is not named there.
    if idea.is_confidential:
        names["title"] = _("a confidential idea")
    return Words(subject % names, short(text), act, list(facts))


def idea_proposed(idea: PlanIdea, who: str) -> Words:
    facts = ((_("Answer by"), day(idea.decide_by, "full")),)
    text = _("%(who)s has an idea from which both could gain.") % {"who": who}
    return _idea(idea, _("An idea: %(title)s"), text, _("Read it and answer"), *facts)


def idea_decided(idea: PlanIdea, who: str, *, is_accepted: bool) -> Words:
    subject = _("Yes to %(title)s") if is_accepted else _("Not now: %(title)s")
    text = idea.words or _("%(who)s said yes. Thank you for the idea.") % {"who": who}
    return _idea(idea, subject, text, _("Read it"))


def idea_withdrawn(idea: PlanIdea, who: str) -> Words:
    text = _("%(who)s needs no answer any more.") % {"who": who}
    return _idea(idea, _("Withdrawn: %(title)s"), text, _("Read it"))


def idea_due(idea: PlanIdea, today: date) -> Words:
    facts = ((_("Answer by"), day(idea.decide_by, "full")),)
    if today > idea.decide_by:
        text = _("We said that we would answer by now. Say yes, or say why not.")
        return _idea(idea, _("Still waits for an answer: %(title)s"), text, _("Answer"), *facts)
    text = _("It waits for an answer. Say yes, or say why not.")
    return _idea(idea, _("Answer soon: %(title)s"), text, _("Answer"), *facts)
