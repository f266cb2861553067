"""Surveys that an editor builds; what was answered is kept apart from who was asked."""

import hashlib
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from cms.blocks import QUESTIONS
from cms.engine.questions import Question
from cms.enums import SplitBy, SurveyAudience, SurveyPurpose
from cms.models.base import OwnedPage, PublicPage
from cms.models.fields import ManyChoicesField, codes_of
from portal.actors import Actor
from portal.models import PublicId, User
from suppliers.enums import PartnerKind
from suppliers.models import Partner

# Under so many answers nothing is shown, whatever the survey says.
LEAST_GROUP = 5
MOST_QUESTIONS, MOST_OPTIONS = 20, 12
# What the results may be split by, by who is asked.
SPLITS = {
    SurveyAudience.PARTNERS: (SplitBy.NONE, SplitBy.KIND, SplitBy.SEGMENT, SplitBy.COUNTRY),
    SurveyAudience.CUSTOMERS: (SplitBy.NONE, SplitBy.GROUP),
    SurveyAudience.STAFF: (SplitBy.NONE, SplitBy.ROLE),
}


class KeepsRounds(PagePermissionTester):
    """What people answered stays: a survey that was opened is taken down, never deleted."""

    page: Page

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        opened = SurveyRound.objects.filter(page__path__startswith=self.page.path)
        return bool(super().can_delete(ignore_bulk)) and not opened.exists()


class SurveyIndexPage(PublicPage):
    """The list of surveys. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)

    template = "cms/survey_index_page.html"
    fixed_slug = "listening"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.SurveyPage"]
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of surveys")

    def permissions_for_user(self, user: Any) -> "KeepsRounds":
        return KeepsRounds(user, self)


class SurveyPage(OwnedPage, PublicPage):
    """Questions in some order. What is asked is frozen when a round opens."""

    purpose = models.CharField(_("what for"), max_length=14, choices=SurveyPurpose.choices)
    asked = models.CharField(_("who is asked"), max_length=10, choices=SurveyAudience.choices)
    kinds = ManyChoicesField(
        _("partners of the kinds"), max_length=80, choices=PartnerKind.choices, blank=True
    )
    intro = models.TextField(_("what it is for"), max_length=600)
    thanks = models.CharField(_("what they read at the end"), max_length=250, blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_("Said to everybody before they answer; it cannot be changed while a round is open."),
    )
    min_group = models.PositiveSmallIntegerField(
        _("smallest group that is shown"), default=LEAST_GROUP, validators=[MinValueValidator(LEAST_GROUP)]
    )
    split_by = models.CharField(
        _("results may be split by"), max_length=10, choices=SplitBy.choices, blank=True, default=SplitBy.NONE
    )
    questions = StreamField(QUESTIONS, verbose_name=_("questions"), min_num=1)

    template = "cms/survey_page.html"
    parent_page_types = ["cms.SurveyIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("purpose"), FieldPanel("asked")]), FieldPanel("kinds")],
            heading=_("Who is asked"),
        ),
        MultiFieldPanel(
            [FieldPanel("is_anonymous"), FieldRowPanel([FieldPanel("min_group"), FieldPanel("split_by")])],
            heading=_("What is shown"),
        ),
        FieldPanel("questions"),
        FieldPanel("thanks"),
        MultiFieldPanel([FieldPanel("keeper"), FieldPanel("review_on")], heading=_("Who stands for it")),
    ]

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def permissions_for_user(self, user: Any) -> "KeepsRounds":
        return KeepsRounds(user, self)

    def clean(self) -> None:
        super().clean()
        problems = {**_of_audience(self), **_of_questions(self), **_of_open_round(self)}
        if problems:
            raise ValidationError(problems)

    def readable_by(self, actor: Actor) -> bool:
        """Our people; partners of the kinds that it asks; everybody once words of customers are published."""
        if actor.is_staff:
            return True
        if actor.membership is not None and self.asked == SurveyAudience.PARTNERS:
            kinds = codes_of(self.kinds)
            if not kinds or actor.membership.partner.kind in kinds:
                return True
        return SurveyRound.objects.for_actor(actor).filter(page=self.pk).exists()

    def frozen_questions(self) -> list[Question]:
        """As a round keeps them: what is written in the editor later changes nothing that was asked."""
        return [_question(block) for block in self.questions]


def _question(block: Any) -> Question:
    value = block.value
    return Question(
        key=str(block.id),
        type=block.block_type,
        text=value["text"].strip(),
        help=(value.get("help") or "").strip(),
        required=bool(value.get("required")),
        low=value.get("low") or "",
        high=value.get("high") or "",
        nps=bool(value.get("nps")),
        options=tuple(word.strip() for word in value.get("steps") or value.get("options") or ()),
        several=bool(value.get("several")),
    )


def _of_audience(page: SurveyPage) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if page.kinds and page.asked != SurveyAudience.PARTNERS:
        problems["kinds"] = _("Kinds are those of partners: tick none when others are asked.")
    if page.asked and page.split_by not in SPLITS[SurveyAudience(page.asked)]:
        words = _("“%(split)s” is not known of who is asked here.")
        problems["split_by"] = words % {"split": SplitBy(page.split_by).label}
    return problems


def _of_questions(page: SurveyPage) -> dict[str, Any]:
    questions = page.frozen_questions()
    for question in questions:
        words = [option.casefold() for option in question.options]
        if len(set(words)) < len(words):
            problem = _("“%(text)s” offers the same answer twice.")
            return {"questions": problem % {"text": question.text}}
        if len(words) > MOST_OPTIONS:
            problem = _("“%(text)s” offers more than %(most)s answers: put some together.")
            return {"questions": problem % {"text": question.text, "most": MOST_OPTIONS}}
    asked = [question.text.casefold() for question in questions if question.text]
    if len(asked) > MOST_QUESTIONS:
        return {"questions": _("Ask %(most)s questions at most: people are busy.") % {"most": MOST_QUESTIONS}}
    if twice := next((text for text in asked if asked.count(text) > 1), ""):
        return {"questions": _("The same question is asked twice: “%(text)s”.") % {"text": twice}}
    return {}


def _of_open_round(page: SurveyPage) -> dict[str, Any]:
    """What was said to people who are being asked stays as it was said."""
    if not page.pk:
        return {}
    running = page.rounds.filter(closed_at=None).first()
    if running is None or running.is_anonymous == page.is_anonymous:
        return {}
    return {"is_anonymous": _("A round is open, and people were told otherwise: wait until it is closed.")}


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    def for_actor(self, actor: Actor) -> Self:
        """Staff all; a partner those that ask it; everybody the published words of customers."""
        if actor.is_staff:
            return self.all()
        published = Q(asked=SurveyAudience.CUSTOMERS, published_at__isnull=False)
        if actor.partner_id is None:
            return self.filter(published)
        asked = SurveyInvitation.objects.filter(of_partner(actor.partner_id), round=OuterRef("pk"))
        return self.filter(published | Exists(asked))

    def with_headcounts(self) -> Self:
        """`asked`; `replied` of closed rounds in which enough did, else None: nothing can be sorted out."""
        replied = Count("invitations", filter=Q(invitations__has_answered=True))
        return self.annotate(asked_count=Count("invitations"), _replied=replied).annotate(
            replied_count=Case(
                When(closed_at__isnull=False, _replied__gte=F("min_group"), then=F("_replied")),
                default=None,
                output_field=models.IntegerField(),
            )
        )


def of_partner(partner_id: int) -> Q:
    """Invitations of a partner, and of those that were merged into it."""
    return Q(partner=partner_id) | Q(partner__merged_into=partner_id)


class SurveyRound(PublicId):
    """One round of a survey, with all that was said to those who were asked. Open on both days.

    `questions`: a list of {key, type, text, help, required, ...}. Results exist once it is closed; they are
    `published_at` when everybody who was asked may read them.
    """

    page = models.ForeignKey(SurveyPage, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    questions = models.JSONField()
    asked = models.CharField(max_length=10, choices=SurveyAudience.choices)
    kinds = models.CharField(max_length=80, blank=True)
    is_anonymous = models.BooleanField()
    min_group = models.PositiveSmallIntegerField(validators=[MinValueValidator(LEAST_GROUP)])
    split_by = models.CharField(max_length=10, choices=SplitBy.choices, blank=True)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"))
    opened_by_label = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_survey_round_each"),
            models.CheckConstraint(
                name="survey_days_in_order", condition=models.Q(closes_on__gte=models.F("opens_on"))
            ),
            models.CheckConstraint(
                name="survey_groups_are_large", condition=models.Q(min_group__gte=LEAST_GROUP)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def asked_questions(self) -> list[Question]:
        return [Question.thawed(one) for one in self.questions]

    def is_open(self, on: date) -> bool:
        return self.closed_at is None and self.opens_on <= on <= self.closes_on


class SurveyInvitation(PublicId):
    """Who is asked in a round, and that they have answered; of an anonymous round, nothing leads to what.

    One for each partner, person of ours, or address. `secret_hash`: of the link in the mail to an address.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="invitations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    group = models.CharField(max_length=60, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    has_answered = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "partner"], name="one_invitation_a_partner", nulls_distinct=True
            ),
            models.UniqueConstraint(
                fields=["round", "user"], name="one_invitation_a_person", nulls_distinct=True
            ),
            models.UniqueConstraint(
                fields=["round", "email"], condition=~models.Q(email=""), name="one_invitation_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}"

    @property
    def secret(self) -> str:
        """What stands in the link to an address: made from the installation's key, kept nowhere."""
        return salted_hmac("cms.survey", self.public_id, algorithm="sha256").hexdigest()[:43]

    @staticmethod
    def hash_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()


class SurveyReplyQuerySet(models.QuerySet["SurveyReply"]):
    def for_actor(self, actor: Actor) -> Self:
        """Our people read who said what in named rounds that are closed; nobody reads a reply of another."""
        if not actor.is_staff:
            return self.none()
        return self.filter(round__is_anonymous=False, round__closed_at__isnull=False)


class SurveyReply(models.Model):
    """What somebody answered: {question key: answer}. Its key is random: it tells no order.

    `who` and `partner` are empty in an anonymous round.
    """

    key = models.CharField(max_length=32, primary_key=True)
    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="replies")
    group = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    who = models.CharField(max_length=200, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SurveyReplyQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.round_id}"


class SurveyTheme(PublicId):
    """A theme that somebody of ours saw in the words people wrote: by hand, never by machine."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="themes")
    question = models.CharField(max_length=40)
    name = models.CharField(_("theme"), max_length=80)
    replies = models.ManyToManyField(SurveyReply, related_name="themes", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question", "name"], name="one_survey_theme_each"),
        ]

    def __str__(self) -> str:
        return self.name
