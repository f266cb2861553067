"""What cases do by themselves, and how their trail reads in a partner's history."""

from django.utils.translation import gettext_lazy

from portal.registry import Scheduled, register_schedule
from suppliers.registry import register_sentence

register_schedule(Scheduled("suppliers.jobs_cases.look_after_cases", 300))
register_sentence("case.opened", gettext_lazy("Case %(case)s opened: %(title)s"))
register_sentence("case.said", gettext_lazy("Case %(case)s: something was written"))
register_sentence("case.acknowledge", gettext_lazy("Case %(case)s: said sorry"))
register_sentence("case.understand", gettext_lazy("Case %(case)s: said what happened"))
register_sentence("case.offer", gettext_lazy("Case %(case)s: a remedy offered"))
register_sentence("case.grant", gettext_lazy("Case %(case)s: a remedy granted"))
register_sentence("case.refuse", gettext_lazy("Case %(case)s: a remedy not granted"))
register_sentence("case.take_back", gettext_lazy("Case %(case)s: a remedy taken back"))
register_sentence("case.agree", gettext_lazy("Case %(case)s: a remedy agreed"))
register_sentence("case.decline", gettext_lazy("Case %(case)s: a remedy declined"))
register_sentence("case.forgo", gettext_lazy("Case %(case)s: no remedy needed"))
register_sentence("case.done", gettext_lazy("Case %(case)s: the remedy done"))
register_sentence("case.follow_up", gettext_lazy("Case %(case)s: followed up"))
register_sentence("case.learn", gettext_lazy("Case %(case)s: cause and change written"))
register_sentence("case.close", gettext_lazy("Case %(case)s closed"))
register_sentence("case.mark", gettext_lazy("Case %(case)s: marked with %(satisfaction)s of 10"))
register_sentence("case.reopen", gettext_lazy("Case %(case)s opened again"))
register_sentence("case.withdraw", gettext_lazy("Case %(case)s withdrawn"))
register_sentence("case.hand_over", gettext_lazy("Case %(case)s handed over to %(to)s"))
register_sentence("case.help", gettext_lazy("Case %(case)s: %(name)s helps, or no longer"))
