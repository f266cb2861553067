"""Whom a text is for, how it changes, and what is asked of whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may read it: everybody, our people and partners (of some kinds), our people alone."""

    PUBLIC = "public", _("Everybody")
    PARTNERS = "partners", _("Partners")
    STAFF = "staff", _("Our own people")


class ChangeKind(models.TextChoices):
    """A material change asks everybody again whether they have read it, an editorial one does not."""

    MATERIAL = "material", _("Material")
    EDITORIAL = "editorial", _("Editorial")


class CommentKind(models.TextChoices):
    QUESTION = "question", _("Question")
    PROPOSAL = "proposal", _("Proposal")


class CommentDecision(models.TextChoices):
    """What became of a proposal; questions are answered without one."""

    TAKEN_UP = "taken_up", _("Yes, we take it up")
    LATER = "later", _("Not yet")
    DECLINED = "declined", _("No")


class PromisedTo(models.TextChoices):
    CUSTOMERS = "customers", _("To customers")
    PARTNERS = "partners", _("To suppliers and other partners")
    STAFF = "staff", _("To our own people")


class GoalTerm(models.TextChoices):
    SHORT = "short", _("Within a year")
    LONG = "long", _("Later")


class SurveyPurpose(models.TextChoices):
    NEEDS = "needs", _("Needs assessment")
    SATISFACTION = "satisfaction", _("Satisfaction")
    EXIT = "exit", _("Why you leave")


class SurveyAudience(models.TextChoices):
    PARTNERS = "partners", _("Partners")
    CUSTOMERS = "customers", _("Customers, by link")
    STAFF = "staff", _("Our own people")


class SplitBy(models.TextChoices):
    """By what the results of a round may be split: one way, chosen before anybody answers."""

    NONE = "", _("Not at all")
    KIND = "kind", _("Kind of partner")
    SEGMENT = "segment", _("Segment")
    COUNTRY = "country", _("Country")
    ROLE = "role", _("Role")
    GROUP = "group", _("Group named with the address")


class QuestionType(models.TextChoices):
    SCORE = "score", _("0 to 10")
    SCALE = "scale", _("Scale of words")
    CHOICE = "choice", _("Choice")
    TEXT = "text", _("Own words")
    RANKING = "ranking", _("Ranking")


class Step(models.TextChoices):
    """Where a playbook helps: a step of a case, a plan, a contest, or the relationship."""

    CASE_LISTEN = "case_listen", _("Case: listen and apologise")
    CASE_ASSESS = "case_assess", _("Case: find out what happened")
    CASE_REMEDY = "case_remedy", _("Case: agree on a remedy")
    CASE_FOLLOW_UP = "case_follow_up", _("Case: follow up and learn")
    REMEDY_LIMITS = "remedy_limits", _("How far everybody can go")
    PLAN = "plan", _("Improvement plan")
    CONTEST = "contest", _("Contested lines")
    VISIT = "visit", _("Visits and calls")
    THANKS = "thanks", _("Saying thank you")
