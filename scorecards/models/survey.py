"""Surveys: our people rate partners; partners rate us, and nobody can tell who said what."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import PublicId, Timestamped, Versioned
from scorecards.enums import SurveyKind
from scorecards.models.card import WithAliasesQuerySet
from suppliers.enums import PartnerKind
from suppliers.models import Partner


class SurveyQuerySet(models.QuerySet["Survey"]):
    def for_actor(self, actor: Actor) -> Self:
        """How surveys are worded is the company's own: partners meet the runs that ask them."""
        return self.all() if actor.is_staff else self.none()


class SurveyRunQuerySet(models.QuerySet["SurveyRun"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff see all runs, partners those that ask partners."""
        if actor.is_staff:
            return self.all()
        return self.filter(survey__kind=SurveyKind.CUSTOMER) if actor.partner_id else self.none()


class Survey(PublicId, Versioned, Timestamped):
    """Questions with answers from 0 to 10. `roles`: the staff roles that rate; empty: all who work with them.

    Under `min_answers` answers (of a rating), or partners (of the customer survey, five at least), nothing is
    shown.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=SurveyKind.choices)
    partner_kind = models.CharField(
        _("for partners of the kind"), max_length=12, choices=PartnerKind.choices, blank=True
    )
    intro = models.TextField(_("introduction"), blank=True)
    roles = models.JSONField(_("who rates"), default=list, blank=True)
    min_answers = models.PositiveSmallIntegerField(_("answers at least"), default=5)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                name="at_least_five_partners",
                condition=~models.Q(kind=SurveyKind.CUSTOMER) | models.Q(min_answers__gte=5),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SurveyQuestion(models.Model):
    """One question; `low` says what 0 means, `high` what 10 means."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text = models.CharField(_("question"), max_length=300)
    low = models.CharField(_("0 means"), max_length=60, blank=True)
    high = models.CharField(_("10 means"), max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["survey", "code"], name="one_question_a_code")]

    def __str__(self) -> str:
        return self.text


class SurveyRun(PublicId):
    """One round of a survey, about one period (2026-Q3). Open from `opens_on` to `closes_on`, both inside."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="runs")
    period = models.CharField(_("period"), max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"))
    opened_by = models.CharField(max_length=200)

    objects = SurveyRunQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "period"], name="one_run_a_period"),
            models.CheckConstraint(
                name="run_days_in_order", condition=models.Q(closes_on__gte=models.F("opens_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.period}"


class RatingQuerySet(WithAliasesQuerySet):
    def for_actor(self, actor: Actor) -> Self:
        """Those who keep templates see all, others of our people their own; partners none."""
        if actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER):
            return self.all()
        return self.filter(user=actor.user) if actor.is_staff and actor.user else self.none()


class Rating(models.Model):
    """One of our people rates one partner on one question, 0 to 10. May be changed while the run is open."""

    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="ratings")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=StaffRole.choices)
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    at = models.DateTimeField()

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "question", "partner", "user"], name="one_rating_a_question_each"
            ),
            models.CheckConstraint(name="rating_0_to_10", condition=models.Q(score__lte=10)),
        ]
        indexes = [models.Index(fields=["partner", "run"], name="rating_by_partner")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.score}"


class SurveyParticipation(models.Model):
    """That a partner has answered this run, once; neither who nor when nor what."""

    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="participations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    objects = WithAliasesQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "partner"], name="a_partner_answers_once")]

    def __str__(self) -> str:
        return f"{self.run_id}"


class ConfidentialQuerySet(models.QuerySet[Any]):
    def for_actor(self, actor: Actor) -> Self:
        """Nobody reads it: what is shown is pooled over enough partners (scorecards.facts.surveys)."""
        return self.none()


class SurveyAnswer(models.Model):
    """How many partners gave this score to this question. There is no row of one partner anywhere."""

    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    count = models.PositiveIntegerField(default=0)

    objects = ConfidentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "question", "score"], name="one_count_a_score"),
            models.CheckConstraint(name="answer_0_to_10", condition=models.Q(score__lte=10)),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.score}"
