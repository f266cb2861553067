"""Two rivals with all that one can have of either, every text of theirs with a word of its own in it.

The access matrix asks who may open what of Brandt's; test_rivals looks for Brandt's word where Kestrel reads.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.models import PolicyComment, SurveyRound, Training
from portal.actions import attachments, deputies, invitations, tokens
from portal.actors import Actor, system_actor
from portal.engine.periods import Period
from portal.enums import PartnerRole, StaffRole
from portal.models import ApiToken, Attachment, Deputy, Invitation, JobRun, Notice, OutboxMessage, User
from scorecards.actions import contests, excluding, grants, packs, responses
from scorecards.actions.publishing import publish
from scorecards.enums import BandAction, ContestReason, ProposalKind
from scorecards.models import (
    Contest,
    CustomKpi,
    GainShareEntry,
    ImprovementPlan,
    PlanAction,
    PlanIdea,
    ProposedAction,
    ReviewPack,
    Scorecard,
    ScorecardTemplate,
    Tier,
    TierGrant,
)
from scorecards.pages.pack_document import pack_document
from suppliers.actions import feeds, links, merging, praise, questions, recognition, touchpoints
from suppliers.actions.judging import judge_lines
from suppliers.enums import BatchState, TaskKind
from suppliers.facts.tasks import about_of
from suppliers.models import (
    CalendarFeed,
    Case,
    CommissionAgreement,
    Contact,
    CustomerCount,
    Enrolment,
    ExchangeRate,
    ExclusionRequest,
    ImportBatch,
    ImportProfile,
    Invoice,
    LedgerEntry,
    Membership,
    OrderLine,
    Partner,
    PartnerDocument,
    Praise,
    Question,
    Recognition,
    Reconfirmation,
    SalesTarget,
    ServiceProgramme,
    ShipNotice,
    TaskLink,
    Tolerance,
    Touchpoint,
)
from tests.factories import (
    ContactFactory,
    LineFactory,
    MembershipFactory,
    OrderFactory,
    PartnerFactory,
    StaffFactory,
    UserFactory,
    promise,
    receipt,
)
from tests.onboarding import newcomer, onboarding
from tests.world_answers import add_answers, add_training
from tests.world_cases import add_case
from tests.world_pages import Pages, add_pages
from tests.world_plans import add_plans
from tests.world_reading import add_reading
from tests.world_surveys import add_surveys

PERIOD = Period.parse("2026-09")
TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


@dataclass
class Side:
    """One partner with its people and its things."""

    word: str
    partner: Partner
    contact: Contact
    people: dict[str, User]
    memberships: dict[str, Membership]
    lines: list[OrderLine] = field(default_factory=list)
    card: Scorecard | None = None
    invitation: Invitation | None = None
    secret: str = ""
    job: JobRun | None = None
    task_link: TaskLink | None = None
    task_secret: str = ""
    feed: CalendarFeed | None = None
    feed_secret: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # dataset -> public id of one of its rows
    programme: ServiceProgramme | None = None
    question: Question | None = None  # asked by the partner
    our_question: Question | None = None
    pack: ReviewPack | None = None
    recognition: Recognition | None = None
    touchpoint: Touchpoint | None = None  # shared with the partner
    praise: Praise | None = None
    proposal: ProposedAction | None = None
    grant: TierGrant | None = None
    file: Attachment | None = None
    contest: Contest | None = None
    exclusion: ExclusionRequest | None = None
    case: Case | None = None
    plan: ImprovementPlan | None = None
    plan_action: PlanAction | None = None  # of the partner's
    gain: GainShareEntry | None = None
    idea: PlanIdea | None = None  # of the partner's
    secret_idea: PlanIdea | None = None
    survey: SurveyRound | None = None  # open, waits for the partner
    old_survey: SurveyRound | None = None  # named and closed
    link_survey: SurveyRound | None = None  # open, asks a customer by link
    survey_secret: str = ""
    comment: PolicyComment | None = None  # a question about a policy, which waits


@dataclass
class World:
    staff: dict[str, User]
    brandt: Side
    kestrel: Side
    both: User
    batch: ImportBatch
    staff_job: JobRun
    token: ApiToken
    alias: Partner
    tolerance: Tolerance
    absence: Deputy
    tier: Tier
    pages: Pages
    training: Training


def build() -> World:
    staff = {role.value: StaffFactory(name=f"Staff {role.value}", role=role) for role in StaffRole}
    manager = Actor(user=staff[StaffRole.PURCHASING_MANAGER])
    brandt, kestrel = _side("Secretbrandt", manager), _side("Secretkestrel", manager)
    both = UserFactory(name="Robin Both")
    for side in (brandt, kestrel):
        MembershipFactory(user=both, partner=side.partner, role=PartnerRole.ADMIN)
    _publish(manager, (brandt, kestrel))
    tier = Tier.objects.create(name="Preferred", rank=20, min_score=85, benefits="Paid in 14 days")
    for side in (brandt, kestrel):
        _standing(side, manager, tier)
        _invite(side, manager)
        _link(side)
        side.case = add_case(side, manager)
        add_plans(side, manager)
    newcomer()
    batch = ImportBatch.objects.create(
        dataset="orders",
        file_name="orders.csv",
        state=BatchState.LOADED,
        channel="page",
        created_by=manager.user,
        preview={"encoding": "utf-8-sig", "delimiter": ",", "header": ["partner_code"]},
    )
    batch.refused_rows.create(row=2, cells=["Secretbrandt-code"])
    columns = {
        name: name for name in ("partner_code", "order_number", "line_number", "quantity", "requested_on")
    }
    document = {"name": "our-own", "columns": {"orders": columns}}
    ImportProfile.objects.create(name="our-own", document=document)
    staff_job = JobRun.objects.create(task="portal.jobs.reaping.reap", started_by=manager.user)
    alias = PartnerFactory(code="Secretbrandt-old", name="Secretbrandt Before")
    merging.merge(by=manager, alias=alias, survivor=brandt.partner, reason="Secretbrandt twice")
    token, _secret = tokens.create(
        by=manager,
        name="Nightly export",
        scopes=["orders:read"],
        expires_at=timezone.now() + timedelta(days=9),
    )
    tolerance = Tolerance.objects.create(partner=brandt.partner, later_days=3)
    CustomKpi.objects.create(
        code="secret_mix", name="Secret mix", unit="share", formula="(otif_lines + promise_kept) / 2"
    )
    absence = deputies.name(
        by=Actor(user=brandt.people["partner_admin"], membership=brandt.memberships["partner_admin"]),
        deputy=brandt.people["partner_editor"],
        first_on=timezone.localdate(),
        last_on=timezone.localdate() + timedelta(days=3),
    )
    pages = add_pages(staff[StaffRole.EXECUTIVE])
    for side in (brandt, kestrel):
        side.comment = add_answers(side, pages, Actor(user=staff[StaffRole.EXECUTIVE]))
        add_surveys(side, pages.survey, manager)
        add_reading(side, pages)
    training = add_training(staff[StaffRole.BUYER], pages, Actor(user=staff[StaffRole.EXECUTIVE]))
    return World(
        staff,
        brandt,
        kestrel,
        both,
        batch,
        staff_job,
        token,
        alias,
        tolerance,
        absence,
        tier,
        pages,
        training,
    )  # fmt: skip


def _side(word: str, manager: Actor) -> Side:
    low = word.lower()
    partner = PartnerFactory(
        code=f"{word}-code",
        name=f"{word} Castings",
        legal_name=f"{word} Legal",
        city=f"{word}ville",
        email=f"post@{low}.example",
        website=f"https://{low}.example/",
        tax_id=f"{word}-tax",
        owner=manager.user,
    )
    contact = ContactFactory(
        partner=partner, name=f"{word} Contact", email=f"contact@{low}.example", role=f"{word} sales"
    )
    people = {
        role.value: UserFactory(name=f"{word} {role.value}", email=f"{role.value}@{low}.example")
        for role in PartnerRole
    }
    memberships = {
        role: MembershipFactory(user=user, partner=partner, role=role) for role, user in people.items()
    }
    side = Side(word, partner, contact, people, memberships)
    side.lines = _deliveries(word, partner)
    side.facts = _facts(word, side)
    side.programme = _programme(word, partner)
    _talk(word, side, manager)
    onboarding(word, side, manager)
    side.job = JobRun.objects.create(
        task="portal.jobs.reaping.reap",
        title=f"{word} pack",
        scope=partner.public_id,
        started_by=people[PartnerRole.ADMIN],
    )
    return side


def _talk(word: str, side: Side, manager: Actor) -> None:
    """A question of each side, about a line and about an invoice; ours has its answer."""
    own = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
    invoice = Invoice.objects.get(public_id=side.facts["invoices"])
    side.question = questions.ask(
        by=own, partner=side.partner, line=side.lines[0], text=f"{word} asks which drawing"
    )
    side.our_question = questions.ask(
        by=manager, partner=side.partner, invoice=invoice, text=f"{word} is asked for a copy"
    )
    questions.reply(by=own, question=side.our_question, text=f"{word} sends a copy")
    upload = SimpleUploadedFile(f"{word} note.txt", f"{word} was ready".encode())
    about = {"scope": side.partner.public_id, "about": side.question.public_id}
    (side.file,) = attachments.attach(by=own, uploads=[upload], at=NOW, **about)


def _facts(word: str, side: Side) -> dict[str, str]:
    """One row of every dataset, as the API names them. Rates and customer counts are the company's own."""
    partner, line, low = side.partner, side.lines[0], word.lower()
    day = date(2026, 9, 10)
    tier = CommissionAgreement(partner=partner, version=1, valid_from=day, base="net_revenue", rate=0)
    tier.tier_from_minor = 0
    rows = {
        "partners": partner,
        "contacts": side.contact,
        "documents": PartnerDocument(partner=partner, type=f"{word} certificate", number=f"{word}-9001"),
        "orders": line,
        "promises": line.promises.first(),
        "receipts": line.receipts.first(),
        "ship_notices": ShipNotice(
            partner=partner, line=line, number=f"{word}-LS", lot=f"{word} lot", shipped_on=day, quantity=1
        ),
        "invoices": Invoice(
            partner=partner, number=f"{word}-RE", received_on=day, due_on=day, currency="EUR", amount_minor=1
        ),
        "ledger": LedgerEntry(
            entry_id=f"{word}-E", date=day, month=202609, kind="goods", amount_minor=-1, currency="EUR",
            company_minor=-1, supplier=partner, customer=f"{word} customer",
        ),
        "targets": SalesTarget(partner=partner, year=2026, month=9, currency="EUR", revenue_minor=1),
        "commission_agreements": tier,
        "rates": ExchangeRate(date=date(2026, 9, len(low)), currency="NOK", rate=11),
        "customer_counts": CustomerCount(
            month=202600 + len(low) - 10, active_at_start=1, lost_dissatisfied=0
        ),
    }  # fmt: skip
    for row in rows.values():
        if row.pk is None:
            row.save()
    return {dataset: row.public_id for dataset, row in rows.items()}


def _deliveries(word: str, partner: Partner) -> list[OrderLine]:
    """Eight lines of September: six in time, one late, one open; and one that is due in the far future."""
    order = OrderFactory(partner=partner, number=f"{word}-4500")
    lines = []
    for days, due in [
        *((late, date(2026, 9, 10)) for late in (0, 0, 0, 0, 0, 0, 4, None)),
        (None, date(2030, 1, 10)),
    ]:
        line = LineFactory(
            order=order,
            requested_on=due,
            item_code=f"{word}-item",
            description=f"{word} housing",
            category=f"{word} category",
            ship_to=f"{word} dock",
            status_reason=f"{word} status",
        )
        promise(line, due, reason=f"{word} reason")
        if days is not None:
            receipt(line, date.fromordinal(due.toordinal() + days), number=f"{word}-R{len(lines)}")
        lines.append(line)
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    return lines


def _programme(word: str, partner: Partner) -> ServiceProgramme:
    """Closed to newcomers: only who is in it knows of it."""
    programme = ServiceProgramme.objects.create(
        name=f"{word} programme",
        promise=f"{word} promise",
        benefits=f"{word} benefit",
        categories=f"{word} category",
        lead_days=10,
        is_offered=False,
    )
    Enrolment.objects.create(
        programme=programme, partner=partner, joined_on=date(2026, 8, 1), joined_by=f"{word} somebody"
    )
    return programme


def _link(side: Side) -> None:
    """What the mail to its editor opens: is the line that is due in the far future still good?"""
    line, at, user = side.lines[-1], NOW, side.people[PartnerRole.EDITOR]
    Reconfirmation.objects.create(line=line, partner=side.partner, due_on=date(2030, 1, 10), asked_at=at)
    notice = Notice(
        user=user, scope=side.partner.public_id, key=f"{side.word} notice", task=TaskKind.RADAR,
        about=about_of(at), subject=f"{side.word} subject", created_at=at,
    )  # fmt: skip
    notice.save()
    side.task_secret = links.ways([notice], timezone.now())[notice.pk].path.split("/")[2]
    side.task_link = TaskLink.objects.get(user=user)
    by = Actor(user=user, membership=side.memberships[PartnerRole.EDITOR])
    side.feed, side.feed_secret = feeds.create(by=by)


def _publish(manager: Actor, sides: tuple[Side, ...]) -> None:
    template = ScorecardTemplate.objects.get(name="Delivery essentials")
    publish(by=manager, template=template, period=PERIOD, today=TODAY, at=NOW)
    for side in sides:
        side.card = Scorecard.objects.get(partner=side.partner)
        by = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
        responses.answer(by=by, card=side.card, text=f"{side.word} comment", at=NOW)
        responses.reply(by=manager, card=side.card, text=f"{side.word} reply", at=NOW)
        _contest(side, by, manager)
        document = pack_document(side.card, by, TODAY)
        side.pack = packs.freeze(by=by, card=side.card, document=document, at=NOW)


def _standing(side: Side, manager: Actor, tier: Tier) -> None:
    """Its thanks, its tier, and a warning that a rule proposes."""
    word, partner = side.word, side.partner
    _meet(side, manager)
    side.recognition = recognition.thank(
        by=manager, partner=partner, text=f"{word} thanks", at=timezone.now()
    )
    side.grant = grants.give(
        by=manager, partner=partner, tier=tier, at=timezone.now(), reason=f"{word} reason",
        ends_on=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    why = {
        "band": f"{word} band", "lower": "0", "score": "40", "coverage": "1", "period": PERIOD.key,
        "template": "Delivery essentials", "held": [], "uncapped": "",
    }  # fmt: skip
    warning = {"action": BandAction.WARN, "why": why, "partner": partner, "proposed_at": NOW}
    side.proposal, _ = ProposedAction.objects.update_or_create(
        card=side.card,
        kind=ProposalKind.BAND,
        defaults={**warning, "answer_by": timezone.localdate() + timedelta(days=9)},
    )


def _contest(side: Side, by: Actor, manager: Actor) -> None:
    """Its late line, with a file and an answer in between; and lines of its dock that we mean to excuse."""
    side.contest = contests.file(
        by=by,
        card=side.card,
        lines=[side.lines[6].public_id],
        reason=ContestReason.DRAWING,
        text=f"{side.word} contest",
        uploads=[SimpleUploadedFile(f"{side.word} CMR.txt", f"{side.word} signed".encode())],
        at=NOW,
    )
    contests.say(by=manager, contest=side.contest, text=f"{side.word} is asked again", at=NOW)
    span = excluding.Span(date(2026, 9, 1), date(2026, 9, 30), f"{side.word} dock", side.partner)
    side.exclusion = excluding.propose(by=manager, span=span, reason=f"{side.word} flood", at=NOW)


def _invite(side: Side, manager: Actor) -> None:
    address = f"new@{side.word.lower()}.example"
    side.invitation = invitations.invite(
        by=manager,
        email=address,
        name=f"{side.word} New",
        role=PartnerRole.EDITOR,
        scope=side.partner.public_id,
    )
    text = OutboxMessage.objects.get(to=address).text
    side.secret = text.split("/invitation/")[1].split("/")[0]


def _meet(side: Side, manager: Actor) -> None:
    """A talk that is shared, one that is not, a visit to come, and a word about one of ours."""
    said = touchpoints.Said(
        kind="call",
        on=timezone.localdate(),
        text=f"{side.word} relines its furnace",
        with_names=f"{side.word} foreman",
        place=f"{side.word} yard",
        promised=f"{side.word} sends a sample",
        promised_by_side="partner",
        is_shared=True,
    )
    inside = touchpoints.Said(kind="visit", on=timezone.localdate(), text=f"{side.word} looks tired")
    side.touchpoint = touchpoints.note(by=manager, partner=side.partner, said=said, at=timezone.now())
    touchpoints.note(by=manager, partner=side.partner, said=inside, at=timezone.now())
    own = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
    side.praise = praise.praise(
        by=own, person=manager.user, text=f"{side.word} was helped at once", partner=side.partner, at=NOW
    )
