"""What waits for us from one partner, as the sentence under its name."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.clocks import local_day
from portal.presentation import number
from suppliers.facts.inbox import our_people
from suppliers.models import Partner
from suppliers.presenters.inbox.page import can_see_all, whose_asks
from suppliers.registry import ask_sources


@dataclass(frozen=True)
class PartnerHead:
    """`words` say what waits, `url` is where it is answered; both empty when nothing does."""

    words: str
    url: str = ""


def partner_head(actor: Actor, partner: Partner) -> PartnerHead:
    """For who answers partners, as their inbox counts: a fixed number of queries for each kind of asks."""
    ours = our_people()
    whose = whose_asks(actor, local_day(), everybody=can_see_all(actor))
    counts: Counter[str] = Counter()
    names = {}
    for source in ask_sources():
        names[source.kind] = source
        counts[source.kind] = sum(
            stub.partner_id == partner.pk and whose.holds(stub.owners) for stub in source.waiting(actor, ours)
        )
    waiting = [
        str(names[kind].label)
        if n == 1
        else _("%(kind)s (%(n)s)") % {"n": number(n), "kind": names[kind].tab}
        for kind, n in counts.items()
        if n
    ]
    if not waiting:
        return PartnerHead(_("Nothing of theirs waits for us."))
    words = _("Waits for us: %(what)s.") % {"what": get_text_list(waiting, _("and"))}
    return PartnerHead(words, f"{reverse('suppliers:inbox')}?partner={partner.public_id}")
