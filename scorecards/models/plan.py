"""Plans that both sides own, the ideas they grow from, and what both gained."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Side, StaffRole
from portal.models import PublicId, Timestamped, Versioned
from scorecards.enums import IdeaState, PlanActionState, PlanSource, PlanState, VersionState
from scorecards.models.card import FrozenModel, WithAliasesQuerySet
from scorecards.models.fields import ExactDecimalField
from suppliers.models import Partner


class ImprovementPlan(PublicId, Versioned, Timestamped):
    """One KPI of one partner, better and for good. Its terms are versions that both sides sign.

    The KPI, its rule and the baseline are frozen when it is proposed: `rule` holds basis, early_days,
    late_days, tolerance, days and months (1, 3 or 12: how long a period is), `engine_version` says by which
    definitions. Values are in the KPI's own unit, shares as 0 to 1; no data is None. `terms`: the version in
    force, None until both have signed one. `round` grows each time it is worked on anew after it was not
    effective. `claimed_by` said that the effect is there: somebody else verifies it. `stop_asked_by_side`
    would like to call it off, and the other side has not answered yet.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=14, choices=PlanState.choices, default=PlanState.PROPOSED)
    source = models.CharField(max_length=12, choices=PlanSource.choices, default=PlanSource.HAND)
    # Public id of the card, contest, case, sum or idea.
    source_about = models.CharField(max_length=16, blank=True)
    kpi = models.CharField(_("KPI"), max_length=40)
    rule = models.JSONField(default=dict)
    engine_version = models.PositiveSmallIntegerField()
    baseline = ExactDecimalField(null=True, blank=True)
    baseline_n = models.PositiveIntegerField(default=0)
    baseline_low = ExactDecimalField(null=True, blank=True)
    baseline_high = ExactDecimalField(null=True, blank=True)
    baseline_from = models.DateField()
    baseline_to = models.DateField()
    baseline_as_of = models.DateField()
    terms = models.ForeignKey(
        "PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="in_force_of"
    )
    proposed_by_side = models.CharField(max_length=10, choices=Side.choices)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    # Who of either side looks after it, and who hears when it is stuck.
    our_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_owned"
    )
    their_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    our_escalation = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    their_escalation = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    learned = models.TextField(_("what we learned"), blank=True)
    stop_asked_by_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    stop_reason = models.TextField(blank=True)

    objects = WithAliasesQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("improvement plan")
        verbose_name_plural = _("improvement plans")
        indexes = [
            models.Index(fields=["partner", "state"], name="plan_by_partner"),
            models.Index(fields=["state", "proposed_at"], name="plan_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What people call it on the phone; it says nothing of how many there are."""
        return f"P-{self.public_id[:5].upper()}"


class OfPlanQuerySet(models.QuerySet[Any]):
    """Rows of a plan: who sees the plan sees them."""

    def for_actor(self, actor: Actor) -> Self:
        if actor.is_staff:
            return self.all()
        pk = actor.partner_id
        own = models.Q(plan__partner=pk) | models.Q(plan__partner__merged_into=pk)
        return self.filter(own) if pk else self.none()


class PlanVersion(PublicId):
    """Terms as one side put them forward. `terms` is frozen JSON (scorecards.engine.plan_terms), `digest` its
    SHA-256: a signature is of exactly this text.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    why = models.TextField(_("what changed and why"), blank=True)
    side = models.CharField(max_length=10, choices=Side.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_each"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state=VersionState.OPEN),
                name="one_version_waits_for_signatures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class PlanSignature(PublicId, FrozenModel):
    """Somebody who may signed a version for their side. `title`: what they are there."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="one_signature_a_side")]

    def __str__(self) -> str:
        return f"{self.name} ({self.side})"


class PlanAction(PublicId, Versioned, Timestamped):
    """One thing that somebody of either side does. `key` names it in all versions of the terms.

    `due_on` is what was signed; `expected_on` a later day that its own side has named since. Its evidence is
    `evidence` and attachments.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="actions")
    key = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=10, choices=Side.choices)
    title = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )
    owner_name = models.CharField(_("who"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    expected_on = models.DateField(null=True, blank=True)
    waits_for = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=10, choices=PlanActionState.choices, default=PlanActionState.OPEN)
    evidence = models.TextField(_("what shows it"), blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_label = models.CharField(max_length=200, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "pk"]
        verbose_name = _("plan action")
        verbose_name_plural = _("plan actions")
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_action_a_key")]
        indexes = [models.Index(fields=["state", "due_on"], name="plan_action_by_day")]

    def __str__(self) -> str:
        return self.title


class PlanReview(PublicId, FrozenModel):
    """One period measured on the plan's KPI and verified by somebody of ours who did not claim it.

    `holds`: it lies in the time over which the target must hold. Too few rows to judge: `is_graded` False.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="reviews")
    terms = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    period = models.CharField(max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = ExactDecimalField(null=True, blank=True)
    n = models.PositiveIntegerField(default=0)
    low = ExactDecimalField(null=True, blank=True)
    high = ExactDecimalField(null=True, blank=True)
    is_graded = models.BooleanField(default=True)
    holds = models.BooleanField(default=False)
    met = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verified_by_label = models.CharField(max_length=200)
    verified_at = models.DateTimeField()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "period"], name="a_period_verified_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.period}"


class PlanCommentQuerySet(OfPlanQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """A partner's people do not read what is for staff alone."""
        rows = super().for_actor(actor)
        return rows if actor.is_staff else rows.filter(staff_only=False)


class PlanComment(PublicId):
    """What either side says in it. Never changed. `mentioned`: who was called by name."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="comments")
    side = models.CharField(max_length=10, choices=Side.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField()
    staff_only = models.BooleanField(default=False)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    objects = PlanCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class GainShareEntry(PublicId, FrozenModel):
    """A verified benefit, split exactly: minor units of `currency`; `partner_share` is a part of 1.

    Never changed: a mistake is taken back by an entry with the opposite amounts (`reverses`).
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="gains")
    booked_on = models.DateField(_("day"))
    text = models.CharField(_("what"), max_length=300)
    basis = models.CharField(_("how it was worked out"), max_length=500)
    total_minor = models.BigIntegerField()
    partner_minor = models.BigIntegerField()
    company_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    partner_share = models.DecimalField(max_digits=7, decimal_places=6)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verified_by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_on", "-pk"]
        verbose_name = _("gain share")
        verbose_name_plural = _("gain shares")
        constraints = [
            models.CheckConstraint(
                name="gain_parts_add_up",
                condition=models.Q(total_minor=models.F("partner_minor") + models.F("company_minor")),
            ),
            models.CheckConstraint(
                name="gain_share_of_one", condition=models.Q(partner_share__gte=0, partner_share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.total_minor} {self.currency}"


# Who reads confidential ideas beside those whom the partner's buyer is among.
IDEA_READERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


class PlanIdeaQuerySet(WithAliasesQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """Confidential ones: of ours only those who decide, and the partner's own buyer."""
        rows = super().for_actor(actor)
        if not actor.is_staff or actor.is_system or actor.has_role(*IDEA_READERS):
            return rows
        return rows.filter(models.Q(is_confidential=False) | models.Q(partner__owner=actor.user))


class PlanIdea(PublicId, Versioned, Timestamped):
    """A proposal to do something better together, which the other side decides by `decide_by`.

    `their_minor` and `our_minor`: what either might gain a year, as who proposes thinks, by `basis`.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ideas")
    side = models.CharField(max_length=10, choices=Side.choices)
    title = models.CharField(_("in one line"), max_length=200)
    text = models.TextField(_("the idea"))
    is_confidential = models.BooleanField(_("confidential"), default=False)
    their_minor = models.BigIntegerField(null=True, blank=True)
    our_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    basis = models.CharField(_("how that was worked out"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decide_by = models.DateField(_("decided by"))
    state = models.CharField(max_length=10, choices=IdeaState.choices, default=IdeaState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    plan = models.ForeignKey(
        ImprovementPlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )

    objects = PlanIdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        indexes = [models.Index(fields=["state", "decide_by"], name="idea_by_state")]
        constraints = [
            models.CheckConstraint(
                name="idea_waits_or_is_decided",
                condition=models.Q(state=IdeaState.WAITING, decided_at__isnull=True)
                | (~models.Q(state=IdeaState.WAITING) & models.Q(decided_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.title
