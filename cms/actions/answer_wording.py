"""What mails say about questions and proposals, in the language that is active."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.enums import CommentKind
from cms.models import PolicyComment
from portal.presentation import day, number
from suppliers.actions.wording import LONGEST, Words


def asked(comment: PolicyComment) -> Words:
    """To who answers."""
    names = {"who": asker(comment), "text": comment.version.title}
    subject = (
        _("%(who)s proposes a change to “%(text)s”")
        if comment.kind == CommentKind.PROPOSAL
        else _("%(who)s asks about “%(text)s”")
    )
    promised = _("We promise an answer by %(day)s.") % {"day": day(comment.due_on, "full")}
    return Words(subject % names, f"{promised}\n\n{_cut(comment.text)}", _("Answer"), [])


def answered(comment: PolicyComment) -> Words:
    """To who asked."""
    names = {"who": comment.answered_by_label, "text": comment.version.title}
    facts = [(_("You wrote"), _cut(comment.text))]
    if comment.decision:
        facts.append((_("Decision"), str(comment.get_decision_display())))
    return Words(_("%(who)s answered: “%(text)s”") % names, _cut(comment.answer), _("Read it"), facts)


def taken_up(comment: PolicyComment) -> Words:
    """To who asked, once the version holds."""
    version = comment.led_to
    assert version is not None
    names = {"text": version.title, "number": version.number, "day": day(version.in_force_from, "full")}
    return Words(
        _("Thank you: “%(text)s” has changed because of you") % names,
        _("Version %(number)s is in force since %(day)s. What you wrote is part of why.") % names,
        _("Read version %(number)s") % names,
        [(_("You wrote"), _cut(comment.text))],
    )


def due(comment: PolicyComment, today: date) -> Words:
    """To who answers, before and after the promised day."""
    names = {"who": asker(comment), "text": comment.version.title}
    past = (today - comment.due_on).days
    if past > 0:
        subject = _("%(who)s still waits for an answer about “%(text)s”")
        words = ngettext(
            "We promised it by %(day)s; that was %(n)s day ago.",
            "We promised it by %(day)s; that was %(n)s days ago.",
            past,
        )
    else:
        subject = _("%(who)s waits for an answer about “%(text)s”")
        words = _("We promised it by %(day)s.")
    told = words % {"day": day(comment.due_on, "full"), "n": number(past)}
    return Words(subject % names, f"{told}\n\n{_cut(comment.text)}", _("Answer"), [])


def asker(comment: PolicyComment) -> str:
    """ "Bob Brandt, Brandt Castings"; one of our own people by name."""
    if comment.partner is None:
        return comment.user_label
    return f"{comment.user_label}, {comment.partner.name}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
