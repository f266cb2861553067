"""What people ask about a policy or propose to change, and what its owner answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.enums import CommentDecision, CommentKind
from cms.models.text_version import TextVersion
from portal.actors import Actor
from portal.models import PublicId, User
from suppliers.models import Partner


class PolicyCommentQuerySet(models.QuerySet["PolicyComment"]):
    def for_actor(self, actor: Actor) -> "PolicyCommentQuerySet":
        """Our people see all, a partner's people their own; what was published is asked for apart."""
        if actor.is_staff:
            return self.all()
        pk = actor.partner_id
        own = models.Q(partner_id=pk) | models.Q(partner__merged_into=pk)
        return self.filter(own) if pk else self.none()

    def published(self) -> "PolicyCommentQuerySet":
        return self.exclude(published_at=None).filter(withdrawn_at=None)


class PolicyComment(PublicId):
    """One question or proposal, and its answer. `partner` None: one of our own people.

    `name_shown`: it may be published with the name; `led_to`: the version that was changed because of it.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="policy_comments")
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="comments")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="policy_comments"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    user_label = models.CharField(max_length=200)
    kind = models.CharField(_("what it is"), max_length=10, choices=CommentKind.choices)
    text = models.TextField(_("your words"), max_length=2000)
    name_shown = models.BooleanField(_("may be published with my name"), default=False)
    at = models.DateTimeField()
    due_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=CommentDecision.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_by_label = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    led_to = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="because_of"
    )

    objects = PolicyCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("question or proposal")
        indexes = [models.Index(fields=["answered_at", "due_on"], name="policy_comment_waiting")]

    def __str__(self) -> str:
        return self.text[:60]
