"""How somebody becomes a partner: registers, answers, brings papers; and data that take two people."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import DataChangeState, DataKind, FormState, PartnerKind, RegistrationState
from suppliers.models.partner import OfPartnerQuerySet, Partner


class StaffRowsQuerySet(models.QuerySet[Any]):
    """Rows that are the company's own."""

    def for_actor(self, actor: Actor) -> Self:
        return self.all() if actor.is_staff else self.none()


class Registration(PublicId, Versioned, Timestamped):
    """Somebody outside asks to become a partner. Nothing of it is shown to anybody but staff.

    Once the address is confirmed it waits for us; approved, it is the partner `partner`. `secret_hash` is of
    the link that confirms the address.
    """

    kind = models.CharField(_("you are a"), max_length=12, choices=PartnerKind.choices)
    name = models.CharField(_("company"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=100, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    offers = models.TextField(_("what you offer"))
    contact_name = models.CharField(_("your name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(
        max_length=12, choices=RegistrationState.choices, default=RegistrationState.UNCONFIRMED
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(_("registered"))
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )

    objects = StaffRowsQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at", "-pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [models.Index(fields=["state", "registered_at"], name="registration_by_state")]

    def __str__(self) -> str:
        return self.name


class Questionnaire(PublicId, Versioned, Timestamped):
    """A module of questions that partners of these kinds (none: of all) answer when they come."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    intro = models.TextField(_("what it is for"), blank=True)
    kinds = models.JSONField(_("for"), default=list, blank=True)
    days_to_answer = models.PositiveSmallIntegerField(_("days to answer"), default=21)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = StaffRowsQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(PublicId):
    """Its questions, as they were from then on: answers keep the version that was answered.

    `questions`: a list of {key, type (text, long, number, yes_no, choice, date, file), label, help, required,
    choices}.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_questionnaire_version_each")
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"


class PartnerForm(PublicId, Versioned, Timestamped):
    """A partner's answers to one questionnaire, kept while they are being written: key -> value."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="forms")
    asked = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="forms")
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=FormState.choices, default=FormState.OPEN)
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("due"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["asked__questionnaire__position", "pk"]
        verbose_name = _("questionnaire of a partner")
        verbose_name_plural = _("questionnaires of partners")
        constraints = [models.UniqueConstraint(fields=["partner", "asked"], name="a_version_asked_once")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.asked}"


class DocumentNeed(PublicId, Versioned, Timestamped):
    """A paper that partners of these kinds (none: of all) bring, and keep valid."""

    type = models.CharField(_("document"), max_length=100, unique=True)
    why = models.CharField(_("what for"), max_length=300, blank=True)
    kinds = models.JSONField(_("for"), default=list, blank=True)
    must_expire = models.BooleanField(_("has a last day"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = StaffRowsQuerySet.as_manager()

    class Meta:
        ordering = ["type"]
        verbose_name = _("needed document")
        verbose_name_plural = _("needed documents")

    def __str__(self) -> str:
        return self.type


class BankAccountQuerySet(OfPartnerQuerySet):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class BankAccount(PublicId):
    """Where a partner is paid. Never changed: what two people agreed to ends it and makes another."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="bank_accounts")
    holder = models.CharField(_("account holder"), max_length=200)
    iban = models.CharField(_("IBAN or account number"), max_length=40)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=models.Q(ended_at__isnull=True),
                name="one_bank_account_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"…{self.iban[-4:]}"


class DataChange(PublicId):
    """Somebody asks to change bank or tax data; somebody else of ours must agree, after asking back.

    `before` and `after`: field -> value. `asked_back`: whom they asked, and in which way.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="data_changes")
    kind = models.CharField(max_length=10, choices=DataKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(_("why"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=DataChangeState.choices, default=DataChangeState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by_label = models.CharField(max_length=200)
    asked_by_side = models.CharField(max_length=10, choices=Side.choices)
    asked_at = models.DateTimeField()
    asked_back = models.CharField(_("asked back"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change of data")
        verbose_name_plural = _("changes of data")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "kind"],
                condition=models.Q(state=DataChangeState.WAITING),
                name="one_change_of_data_waits",
            ),
            models.CheckConstraint(
                name="a_second_person_decides",
                condition=~models.Q(state=DataChangeState.APPROVED)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.kind}"
