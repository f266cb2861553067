"""Who may open what: one row for each address and method. An address without one fails test_access_matrix.

A row's letters stand for, from left to right, with spaces where you like:

    administrator, purchasing manager, buyer, executive, content editor, staff viewer,
    Brandt's administrator, editor, viewer,
    the administrator of its rival Kestrel, a person of both who acts for Kestrel,
    nobody logged in.

The object in the address, if any, is Brandt's. `o`: let in (2xx, a redirect that is not to the log-in, or
what the form has to say: 400, 409, 410, 413, 422, 428); `4`: 404, as if it did not exist; `3`: 403, known but
forbidden; `L`: asked to log in; `1`: 401, in the API; `s`: 503, not ready.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from portal.engine.periods import Period
from portal.engine.scaled import SCALE
from scorecards.enums import SurveyKind
from scorecards.models import CustomKpi, ScorecardTemplate, Survey, SurveyRun
from suppliers.enums import CostRateKind
from suppliers.imports.datasets import DATASETS
from suppliers.models import (
    Assessment,
    AttributionRule,
    Calendar,
    CommissionStatement,
    ContactRule,
    CostRate,
    DataChange,
    DocumentNeed,
    LedgerEntry,
    Partner,
    PartnerForm,
    Questionnaire,
    Registration,
    ReliabilitySum,
    RemedyLimit,
    SegmentRule,
    Touchpoint,
)
from tests.media import world_file, world_picture
from tests.world import World

COLUMNS = (
    "administrator",
    "purchasing_manager",
    "buyer",
    "executive",
    "content_editor",
    "staff_viewer",
    "partner_admin",
    "partner_editor",
    "partner_viewer",
    "rival",
    "both",
    "anonymous",
)

EVERYBODY = "oooooo ooo oo o"
LOGGED_IN = "oooooo ooo oo L"
BOTH_SIDES = "oooo3o ooo oo L"  # lists: all partners for staff, their own for partners
ITS_OWN = "oooo3o ooo 44 L"  # one thing of Brandt's
CARDS = "oooo4o ooo oo L"
ITS_CARD = "oooo4o ooo 44 L"
API_LIST = "oooo3o ooo oo 1"
API_ITEM = "oooo3o ooo 44 1"
API_WRITE = "ooo333 333 33 1"  # partners' people read through the API; they answer on their pages
API_PROFIT = "oo3o33 444 44 1"  # who answers for the profit
API_IMPORTS = "ooo333 444 44 1"
API_STAFF = "oooo3o 444 44 1"
API_MANAGERS = "oo3333 444 44 1"
STAFF = "oooo3o 444 44 L"
RATERS = "oooo33 444 44 L"  # who works with partners, and does not only look
KEEPERS = "ooo333 444 44 L"
MANAGERS = "oo3333 444 44 L"
ADMINISTRATORS = "o33333 444 44 L"
PARTNERS = "444444 ooo oo L"


@dataclass(frozen=True)
class Row:
    """`of` gives the values for the address from the world; `data` is posted."""

    name: str
    method: str
    access: str
    of: Callable[[World], dict[str, Any]] = lambda world: {}
    data: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)

    @property
    def expected(self) -> dict[str, str]:
        letters = self.access.replace(" ", "")
        if len(letters) != len(COLUMNS):
            raise ValueError(f"{self.name}: {len(letters)} letters for {len(COLUMNS)} columns")
        return dict(zip(COLUMNS, letters, strict=True))


def partner(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.partner.public_id}


def contact(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.contact.public_id}


def line(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.lines[0].public_id}


def card(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.card.public_id}


def card_kpi(world: World) -> dict[str, Any]:
    return {**card(world), "kpi": "otif_lines"}


def job(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.job.public_id}


def batch(world: World) -> dict[str, Any]:
    return {"public_id": world.batch.public_id}


def token(world: World) -> dict[str, Any]:
    return {"public_id": world.token.public_id}


def membership(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.memberships["partner_viewer"].public_id}


def merged(world: World) -> dict[str, Any]:
    """Another name of Brandt's."""
    return {"public_id": world.alias.public_id}


def invitation(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.invitation.public_id}


def secret(world: World) -> dict[str, Any]:
    return {"secret": world.brandt.secret}


def viewer_of_staff(world: World) -> dict[str, Any]:
    return {"public_id": world.staff["staff_viewer"].public_id}


# Datasets whose rows no partner sees, and those that only purchasing managers and administrators write.
PROFIT = ("ledger", "rates", "customer_counts")
SELLING = ("targets", "commission_agreements")


def api_rows(dataset: str) -> list[Row]:
    """The operations on one dataset; what is sent says nothing, so who may write hears 400 or 428."""

    def one(world: World) -> dict[str, Any]:
        return {"public_id": world.brandt.facts[dataset]}

    reading = {
        **dict.fromkeys(PROFIT, (API_PROFIT, API_PROFIT)),
        **dict.fromkeys(SELLING, ("oo3o33 ooo oo 1", "oo3o33 ooo 44 1")),
    }.get(dataset, (API_LIST, API_ITEM))
    writing = "oo3333 444 44 1" if dataset in PROFIT else "oo3333 333 33 1"
    writing = writing if dataset in (*PROFIT, *SELLING) else API_WRITE
    name = f"suppliers-api:{dataset}"
    rows = [
        Row(f"{name}-list", "GET", reading[0]),
        Row(f"{name}-detail", "GET", reading[1], one),
        Row(f"{name}-list", "POST", writing),
        Row(f"{name}-bulk", "POST", writing),
    ]
    return rows if dataset == "promises" else [*rows, Row(f"{name}-detail", "PATCH", writing, one)]


ROWS = [
    # The process
    Row("healthz", "GET", EVERYBODY),
    Row("readyz", "GET", "ssssss sss ss s"),  # no worker runs in a test
    # People
    Row("portal:home", "GET", LOGGED_IN),
    Row("portal:theme", "POST", EVERYBODY, data={"theme": "dark"}),
    Row("portal:account", "GET", LOGGED_IN),
    Row("portal:account", "POST", LOGGED_IN),
    Row("portal:switch", "GET", PARTNERS),
    Row(
        "portal:switch",
        "POST",
        "444444 ooo 4o L",
        data=lambda world: {"partner": world.brandt.partner.public_id},
    ),
    Row("portal:staff", "GET", ADMINISTRATORS),
    Row("portal:staff", "POST", ADMINISTRATORS, data={"email": "x@y.example", "role": "buyer"}),
    Row("portal:staff_role", "POST", ADMINISTRATORS, viewer_of_staff, {"role": "buyer"}),
    Row("portal:staff_active", "POST", ADMINISTRATORS, viewer_of_staff, {"active": "0"}),
    Row("portal:history", "GET", ADMINISTRATORS),
    Row("portal:tokens", "GET", BOTH_SIDES),
    Row("portal:tokens", "POST", BOTH_SIDES, data={"name": "x", "scopes": ["orders:read"]}),
    Row("portal:token_revoke", "POST", "4o4444 444 44 L", token),
    Row("portal:invitation", "GET", EVERYBODY, secret),
    Row("portal:invitation", "POST", EVERYBODY, secret),
    Row("portal:invitation_again", "POST", "oo4444 o44 44 L", invitation),
    Row("portal:invitation_revoke", "POST", "oo4444 o44 44 L", invitation),
    Row("suppliers:people", "GET", PARTNERS),
    Row(
        "suppliers:people", "POST", "444444 o33 oo L", data={"email": "x@y.example", "role": "partner_viewer"}
    ),
    Row("suppliers:partner_people", "GET", STAFF, partner),
    Row(
        "suppliers:partner_people",
        "POST",
        MANAGERS,
        partner,
        {"email": "x@y.example", "role": "partner_admin"},
    ),
    Row("suppliers:membership_role", "POST", "oo3333 o33 44 L", membership, {"role": "partner_editor"}),
    Row("suppliers:membership_remove", "POST", "oo3333 o33 44 L", membership),
    # Work in the background
    Row("portal:job", "GET", "444444 o44 44 L", job),
    Row("portal:job_cancel", "POST", "444444 o44 44 L", job),
    # The directory
    Row("suppliers:partner_list", "GET", STAFF),
    Row("suppliers:partner_own", "GET", PARTNERS),
    Row("suppliers:partner_new", "GET", KEEPERS),
    Row("suppliers:partner_new", "POST", KEEPERS),
    Row("suppliers:partner", "GET", ITS_OWN, partner),
    Row("suppliers:partner_edit", "GET", KEEPERS, partner),
    Row("suppliers:partner_edit", "POST", KEEPERS, partner),
    Row("suppliers:contact_new", "GET", "ooo333 oo3 44 L", partner),
    Row("suppliers:contact_new", "POST", "ooo333 oo3 44 L", partner),
    Row("suppliers:contact_edit", "GET", "ooo333 oo3 44 L", contact),
    Row("suppliers:contact_edit", "POST", "ooo333 oo3 44 L", contact),
    Row("suppliers:contact_remove", "GET", "ooo333 oo3 44 L", contact),
    Row("suppliers:contact_remove", "POST", "ooo333 oo3 44 L", contact),
    Row("suppliers:order_list", "GET", BOTH_SIDES),
    Row("suppliers:order_line", "GET", ITS_OWN, line),
    # Files that come in
    Row("suppliers:import_list", "GET", KEEPERS),
    Row("suppliers:import_new", "GET", KEEPERS),
    Row("suppliers:import_new", "POST", KEEPERS),
    Row("suppliers:import", "GET", KEEPERS, batch),
    Row("suppliers:import_progress", "GET", KEEPERS, batch),
    Row("suppliers:import_save", "POST", KEEPERS, batch),
    Row("suppliers:import_discard", "POST", KEEPERS, batch),
    Row("suppliers:import_cancel", "POST", KEEPERS, batch),
    Row("suppliers:import_undo", "POST", KEEPERS, batch),
    Row("suppliers:import_refused", "GET", KEEPERS, batch),
    # Scorecards; content editors see none, a card has a page of changes from its second revision on
    Row("scorecards:numbers", "GET", CARDS),
    Row("scorecards:list", "GET", CARDS),
    Row("scorecards:publish", "GET", MANAGERS),
    Row("scorecards:publish", "POST", MANAGERS),
    Row("scorecards:preview", "GET", PARTNERS),
    Row("scorecards:preview_rows", "GET", PARTNERS, lambda world: {"kpi": "otif_lines"}),
    Row("scorecards:card", "GET", ITS_CARD, card),
    Row("scorecards:compare", "GET", "444444 444 44 L", card),
    Row("scorecards:answer", "POST", "333343 oo3 44 L", card, {"text": "Thank you", "act": "comment"}),
    Row("scorecards:answer", "POST", "ooo343 333 44 L", card, {"text": "We see", "act": "reply"}),
    Row("scorecards:pdf", "GET", ITS_CARD, card),
    Row("scorecards:rows_csv", "GET", ITS_CARD, card),
    Row("scorecards:rows", "GET", ITS_CARD, card_kpi),
    # The public site, and the way out of its editor
    Row("cms:mission", "GET", EVERYBODY),
    Row("cms:standards", "GET", EVERYBODY),
    Row("cms:news", "GET", EVERYBODY),
    Row("cms:news_feed", "GET", EVERYBODY),
    Row("cms:reach", "GET", EVERYBODY),
    Row("cms:join", "GET", EVERYBODY),
    Row("cms:site_search", "GET", EVERYBODY),
    Row("cms:social_card", "GET", EVERYBODY, lambda world: {"page": world.pages.news.pk}),
    Row("cms:policies", "GET", EVERYBODY),
    Row(
        "cms:standard_export",
        "GET",
        EVERYBODY,
        lambda world: {"slug": world.pages.standard.slug, "kind": "csv"},
    ),
    Row("cms:robots", "GET", EVERYBODY),
    Row("cms:sitemap", "GET", EVERYBODY),
    # The API
    Row("cms-api:standard-list", "GET", "oooooo ooo oo 1"),
    Row(
        "cms-api:standard-detail", "GET", "oooooo ooo oo 1", lambda world: {"slug": world.pages.standard.slug}
    ),
    *(row for dataset in DATASETS for row in api_rows(dataset)),
    Row("suppliers-api:imports-list", "GET", API_IMPORTS),
    Row("suppliers-api:imports-list", "POST", API_IMPORTS),
    Row("suppliers-api:imports-detail", "GET", API_IMPORTS, batch),
    Row("suppliers-api:imports-errors", "GET", API_IMPORTS, batch),
    Row("scorecards-api:scorecard-list", "GET", API_LIST),
    Row("scorecards-api:scorecard-detail", "GET", API_ITEM, card),
    Row("scorecards-api:scorecard-rows", "GET", API_ITEM, card),
    Row("api-root", "GET", "oooooo ooo oo 1"),
    Row("api-nothing", "GET", "444444 444 44 4", lambda world: {"rest": "v1/nothing/"}),
    Row("api-schema", "GET", "oooooo ooo oo 1"),
    Row("api-docs", "GET", "oooooo ooo oo 1"),
]


@dataclass(frozen=True)
class Prefix:
    """Addresses of others' packages: one row for all that starts so; `paths` are the ones that are tried."""

    prefix: str
    access: str
    paths: tuple[str, ...]

    @property
    def expected(self) -> dict[str, str]:
        return Row(self.prefix, "GET", self.access).expected


ROWS += [
    # Messages and mergers
    Row("suppliers:order_response", "GET", ITS_OWN, line),
    Row("suppliers-api:orders-response", "GET", API_ITEM, line),
    Row("suppliers:partner_merge", "GET", MANAGERS, partner),
    Row(
        "suppliers:partner_merge",
        "POST",
        MANAGERS,
        partner,
        lambda world: {"into": world.kestrel.partner.public_id, "reason": "One firm"},
    ),
    Row("suppliers:partner_part", "GET", MANAGERS, merged),
    Row("suppliers:partner_part", "POST", MANAGERS, merged),
]


def orders(world: World) -> dict[str, Any]:
    return {"dataset": "orders"}


def ledger(world: World) -> dict[str, Any]:
    return {"dataset": "ledger"}


PROFIT_PAGES = "oo3o33 444 44 L"

ROWS += [
    # The catalogue of data
    Row("suppliers:data", "GET", STAFF),
    Row("suppliers:import_refused_rows", "GET", KEEPERS, batch),
    *(
        Row(f"suppliers:{name}", "GET", access, of)
        for name in ("data_set", "data_export", "data_template")
        for access, of in ((STAFF, orders), (PROFIT_PAGES, ledger))
    ),
]

PREFIXES = [
    Prefix("accounts/", "oooooo ooo oo o", ("/accounts/login/", "/accounts/password/reset/")),
    Prefix("cms/", "o44oo4 444 44 4", ("/cms/", "/cms/pages/", "/cms/reports/site-history/")),
    Prefix("_util/", "444444 444 44 4", ("/_util/login/",)),
    Prefix("^_util/", "444444 444 44 4", ("/_util/anything",)),
    Prefix("^((?:[\\w\\-]+/)*)$", "444444 444 44 4", ("/no-such-page/",)),
]


def profile(world: World) -> dict[str, Any]:
    return {"name": "our-own"}


ROWS += [
    # Foreign files and the profiles that explain them
    Row("suppliers:import_map", "GET", KEEPERS, batch),
    Row("suppliers:import_map", "POST", KEEPERS, batch),
    Row("suppliers:import_map_look", "POST", KEEPERS, batch),
    Row("suppliers:import_profile_list", "GET", KEEPERS),
    Row("suppliers:import_profile_new", "GET", KEEPERS),
    Row("suppliers:import_profile_new", "POST", KEEPERS),
    Row("suppliers:import_profile", "GET", KEEPERS, profile),
    Row("suppliers:import_profile_file", "GET", KEEPERS, profile),
    Row("suppliers:import_profile_edit", "GET", KEEPERS, profile),
    Row("suppliers:import_profile_edit", "POST", KEEPERS, profile),
    Row("suppliers:import_profile_retire", "POST", KEEPERS, profile, {"version": "1"}),
    Row("suppliers:import_profile_map", "POST", KEEPERS, profile),
]

ROWS += [
    # When one is written to
    Row("portal:mails", "GET", LOGGED_IN),
    Row(
        "portal:mails",
        "POST",
        LOGGED_IN,
        data={"mode": "digest", "digest_hour": "7", "quiet_from": "20", "quiet_until": "6"},
    ),
]


def question(world: World) -> dict[str, Any]:
    """Asked by Brandt: we owe the answer."""
    return {"public_id": world.brandt.question.public_id}


def our_question(world: World) -> dict[str, Any]:
    """Asked by us: Brandt owes the answer."""
    return {"public_id": world.brandt.our_question.public_id}


def tolerance(world: World) -> dict[str, Any]:
    """Of Brandt alone."""
    return {"public_id": world.tolerance.public_id}


def absence(world: World) -> dict[str, Any]:
    """Brandt's administrator is away, its editor stands in."""
    return {"public_id": world.absence.public_id}


TALKERS = "ooo333 oo3 44 L"

ROWS += [
    # Questions and invoices
    Row("suppliers:question_list", "GET", BOTH_SIDES),
    Row("suppliers:question_new", "GET", "ooo333 oo3 oo L"),
    Row("suppliers:question_new", "POST", "ooo333 oo3 oo L", data={"text": "When do you close?"}),
    Row("suppliers:question", "GET", ITS_OWN, question),
    Row("suppliers:question", "POST", TALKERS, question, {"text": "Soon"}),
    Row("suppliers:question_close", "POST", TALKERS, question),
    Row(
        "suppliers:question_hand_over",
        "POST",
        TALKERS,
        our_question,
        lambda world: {"to": world.brandt.people["partner_editor"].public_id},
    ),
    Row("suppliers:invoices", "GET", BOTH_SIDES),
    # The buyer's inbox and what passes by itself
    Row("suppliers:inbox", "GET", KEEPERS),
    Row(
        "suppliers:inbox_accept",
        "POST",
        KEEPERS,
        data=lambda world: {"pick": f"{line(world)['public_id']}:1.1"},
    ),
    Row("suppliers:inbox_line", "POST", KEEPERS, line, {"act": "accept"}),
    Row("suppliers:inbox_question", "POST", KEEPERS, question),
    Row("suppliers:tolerances", "GET", KEEPERS),
    Row("suppliers:tolerance_new", "GET", MANAGERS),
    Row("suppliers:tolerance_new", "POST", MANAGERS),
    Row("suppliers:tolerance_edit", "GET", MANAGERS, tolerance),
    Row("suppliers:tolerance_edit", "POST", MANAGERS, tolerance),
    Row("suppliers:tolerance_remove", "GET", MANAGERS, tolerance),
    Row("suppliers:tolerance_remove", "POST", MANAGERS, tolerance),
    # While somebody is away
    Row("suppliers:away", "GET", "ooo333 oo3 oo L"),
    Row("suppliers:away", "POST", "ooo333 oo3 oo L"),
    Row("suppliers:away_end", "POST", "444434 oo4 44 L", absence),
]


def programme(world: World) -> dict[str, Any]:
    """Closed to newcomers, with Brandt in it."""
    assert world.brandt.programme is not None
    return {"public_id": world.brandt.programme.public_id}


OFFERS = "oo3333 444 44 L"  # who offers service programmes
JOINS = "333333 oo3 44 L"  # who joins them for its partner

ROWS += [
    # Service programmes
    Row("suppliers:programme_list", "GET", BOTH_SIDES),
    Row("suppliers:programme_new", "GET", OFFERS),
    Row("suppliers:programme_new", "POST", OFFERS),
    Row("suppliers:programme", "GET", ITS_OWN, programme),
    Row("suppliers:programme_edit", "GET", OFFERS, programme),
    Row("suppliers:programme_edit", "POST", OFFERS, programme),
    Row("suppliers:programme_join", "POST", JOINS, programme),
    Row("suppliers:programme_leave", "POST", JOINS, programme),
]


def task_secret(world: World) -> dict[str, Any]:
    """Of a link sent to Brandt's editor."""
    return {"secret": world.brandt.task_secret}


def task_link(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.task_link.public_id}


ROWS += [
    # Through mails: who holds the link, and is not signed in as somebody else
    Row("suppliers:task", "GET", "444444 4o4 44 o", task_secret),
    Row("suppliers:task", "POST", "444444 4o4 44 o", task_secret, {"agree": "1"}),
    Row("suppliers:link_revoke", "POST", "oo4444 oo4 44 L", task_link),
]


API_DECIDES = "ooo333 444 44 1"  # staff who keep partners; for a partner there is nothing there
API_ITS_WORD = "333333 oo3 44 1"  # its own people; staff note a word by token, not by session
API_TALKS = "ooo333 oo3 44 1"

ROWS += [
    # Commitments through the API
    Row("suppliers-api:commitments-list", "GET", API_LIST),
    Row("suppliers-api:commitments-list", "POST", "333333 oo3 oo 1"),
    Row("suppliers-api:commitments-detail", "GET", API_ITEM, line),
    *(
        Row(f"suppliers-api:commitments-{act}", "POST", API_DECIDES, line)
        for act in ("accept", "counter", "decline", "agree")
    ),
    Row("suppliers-api:commitments-ship", "POST", API_ITS_WORD, line),
    Row("suppliers-api:order-responses-list", "POST", "ooo333 oo3 oo 1"),
    Row("suppliers-api:questions-list", "GET", API_LIST),
    Row("suppliers-api:questions-list", "POST", "ooo333 oo3 oo 1"),
    Row("suppliers-api:questions-detail", "GET", API_ITEM, question),
    Row("suppliers-api:questions-reply", "POST", API_TALKS, question),
    Row("suppliers-api:programmes-list", "GET", API_LIST),
    Row("suppliers-api:programmes-detail", "GET", API_ITEM, programme),
    Row("suppliers-api:programmes-join", "POST", API_ITS_WORD, programme),
    Row("suppliers-api:programmes-leave", "POST", API_ITS_WORD, programme),
]


def feed_secret(world: World) -> dict[str, Any]:
    """Of a calendar of Brandt's editor."""
    return {"secret": world.brandt.feed_secret}


def feed(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.feed.public_id}


ROWS += [
    # Promised days in a calendar: who knows the address, and who made it
    Row("suppliers:feed", "GET", EVERYBODY, feed_secret),
    Row("suppliers:calendar", "GET", BOTH_SIDES),
    Row("suppliers:calendar", "POST", BOTH_SIDES),
    Row("suppliers:feed_revoke", "POST", "444444 4o4 44 L", feed),
]


def shipped(world: World) -> dict[str, Any]:
    """A notice of the line in the address."""
    return {**line(world), "notice": world.brandt.facts["ship_notices"]}


LINE_ANSWERS = "333333 oo3 44 L"  # who answers for the partner
DECIDES = "ooo333 333 44 L"  # who decides for us

ROWS += [
    # What can be done about one line
    Row("suppliers:line_accept", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_keep", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_promise", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_reject", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_withdraw", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_ship", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_unship", "POST", LINE_ANSWERS, shipped),
    Row("suppliers:line_skip", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_unskip", "POST", LINE_ANSWERS, line),
    Row("suppliers:line_take", "POST", DECIDES, line),
    Row("suppliers:line_counter", "POST", DECIDES, line),
    Row("suppliers:line_decline", "POST", DECIDES, line),
    Row("suppliers:line_agree", "POST", DECIDES, line),
    Row("suppliers:line_noted", "POST", DECIDES, line),
]

DESK = "oooo3o ooo oo L"  # staff are sent to the order lines
ANSWERS = "444434 oo3 oo L"

ROWS += [
    # The partner's desk
    Row("suppliers:desk", "GET", DESK),
    Row("suppliers:desk", "POST", ANSWERS),
    Row("suppliers:desk_days", "GET", DESK),
    Row("suppliers:desk_upload", "GET", ANSWERS),
    Row("suppliers:desk_upload", "POST", ANSWERS),
    Row("suppliers:desk_refused", "POST", "444434 443 44 L"),
]

ROWS += [
    # An order response as a file
    Row("suppliers:order_response_in", "GET", "ooo333 oo3 oo L"),
    Row("suppliers:order_response_in", "POST", "ooo333 oo3 oo L"),
]


def file(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.file.public_id}


ROWS += [
    # Files that people added
    Row("portal:file", "GET", ITS_CARD, file),
]


def of_card(world: World) -> dict[str, Any]:
    return {"card": world.brandt.card.public_id}


def pack(world: World) -> dict[str, Any]:
    """Brandt's review pack."""
    return {"public_id": world.brandt.pack.public_id}


ROWS += [
    # All partners beside each other, and a card beside its peers
    Row("scorecards:heat", "GET", STAFF),
    Row("scorecards:peers", "GET", ITS_CARD, card),
    Row("scorecards:moved", "GET", ITS_CARD, card),
    Row("scorecards:history", "GET", "oooo4o ooo 44 L", partner),
    # Review packs
    Row("scorecards:packs", "GET", CARDS),
    Row("scorecards:pack", "GET", ITS_CARD, pack),
    Row("scorecards:pack_pdf", "GET", ITS_CARD, pack),
    Row("scorecards:pack_make", "POST", "ooo343 oo3 44 L", card),
    Row("scorecards-api:scorecard-heat", "GET", "oooo3o 444 44 1"),
    Row("scorecards-api:scorecard-peers", "GET", API_ITEM, card),
    Row("scorecards-api:scorecard-moved", "GET", API_ITEM, card),
    Row("scorecards-api:review-list", "GET", API_LIST),
    Row("scorecards-api:review-list", "POST", "ooo333 oo3 oo 1", data=of_card),
    Row("scorecards-api:review-detail", "GET", API_ITEM, pack),
]


def template(world: World) -> dict[str, Any]:
    return {"public_id": ScorecardTemplate.objects.get(name="Delivery essentials").public_id}


def custom_kpi(world: World) -> dict[str, Any]:
    return {"public_id": CustomKpi.objects.get(code="secret_mix").public_id}


ROWS += [
    # What cards are made of: staff read it, who publishes keeps it
    Row("scorecards:templates", "GET", STAFF),
    Row("scorecards:template", "GET", STAFF, template),
    Row("scorecards:template_new", "GET", MANAGERS),
    Row("scorecards:template_new", "POST", MANAGERS),
    Row("scorecards:template_edit", "GET", MANAGERS, template),
    Row("scorecards:template_edit", "POST", MANAGERS, template),
    Row("scorecards:template_retire", "POST", MANAGERS, template),
    Row("scorecards:template_restore", "POST", MANAGERS, template),
    Row("scorecards:custom_kpis", "GET", STAFF),
    Row("scorecards:custom_kpi", "GET", STAFF, custom_kpi),
    Row("scorecards:custom_kpi_new", "GET", MANAGERS),
    Row("scorecards:custom_kpi_new", "POST", MANAGERS),
    Row("scorecards:custom_kpi_edit", "GET", MANAGERS, custom_kpi),
    Row("scorecards:custom_kpi_edit", "POST", MANAGERS, custom_kpi),
    Row("scorecards:custom_kpi_retire", "POST", MANAGERS, custom_kpi),
    Row("scorecards:custom_kpi_restore", "POST", MANAGERS, custom_kpi),
    Row("scorecards-api:template-list", "GET", API_STAFF),
    Row("scorecards-api:template-detail", "GET", API_STAFF, template),
    Row("scorecards-api:template-detail", "PATCH", API_MANAGERS, template),
    Row("scorecards-api:template-versions", "GET", API_STAFF, template),
    Row("scorecards-api:template-versions", "POST", API_MANAGERS, template),
    Row("scorecards-api:custom-kpi-list", "GET", API_STAFF),
    Row("scorecards-api:custom-kpi-list", "POST", API_MANAGERS),
    Row("scorecards-api:custom-kpi-detail", "GET", API_STAFF, custom_kpi),
    Row("scorecards-api:custom-kpi-detail", "PATCH", API_MANAGERS, custom_kpi),
]


def recognition(world: World) -> dict[str, Any]:
    """Said by the purchasing manager."""
    return {"public_id": world.brandt.recognition.public_id}


def proposal(world: World) -> dict[str, Any]:
    """A warning, which Brandt may answer still."""
    return {"public_id": world.brandt.proposal.public_id}


def tier(world: World) -> dict[str, Any]:
    return {"public_id": world.tier.public_id}


def tier_grant(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.grant.public_id}


def named_partner(world: World) -> dict[str, Any]:
    return {"partner": world.brandt.partner.public_id}


ROWS += [
    # Thanks and awards
    Row("suppliers:thanks", "GET", BOTH_SIDES),
    Row("suppliers:thanks_new", "GET", KEEPERS),
    Row("suppliers:thanks_new", "POST", KEEPERS, data=named_partner),
    Row("suppliers:thanks_back", "POST", "3o3333 444 44 L", recognition),
    # Tiers, and what bands and tiers propose
    Row("scorecards:tiers", "GET", CARDS),
    Row("scorecards:tier_new", "GET", MANAGERS),
    Row("scorecards:tier_new", "POST", MANAGERS),
    Row("scorecards:tier_edit", "GET", MANAGERS, tier),
    Row("scorecards:tier_edit", "POST", MANAGERS, tier),
    Row("scorecards:tier_give", "GET", MANAGERS),
    Row("scorecards:tier_give", "POST", MANAGERS, data=named_partner),
    Row("scorecards:tier_end", "GET", MANAGERS, tier_grant),
    Row("scorecards:tier_end", "POST", MANAGERS, tier_grant),
    Row("scorecards:proposals", "GET", CARDS),
    Row("scorecards:proposal", "GET", ITS_CARD, proposal),
    Row("scorecards:proposal_act", "POST", "333343 oo3 44 L", proposal, {"act": "answer"}),
    Row("scorecards:proposal_act", "POST", "oo3343 333 44 L", proposal, {"act": "grant"}),
    Row("scorecards:proposal_act", "POST", "oo3343 333 44 L", proposal, {"act": "decline"}),
]


def working_calendar(world: World) -> dict[str, Any]:
    """On which days our sites receive."""
    made, _ = Calendar.objects.get_or_create(name="Secret days", defaults={"sites": "Secret site"})
    return {"public_id": made.public_id}


ROWS += [
    # Working days of our sites
    Row("suppliers:working_calendar_list", "GET", STAFF),
    Row("suppliers:working_calendar_new", "GET", MANAGERS),
    Row("suppliers:working_calendar_new", "POST", MANAGERS, data={"name": "Oslo", "weekend": ["5", "6"]}),
    Row("suppliers:working_calendar", "GET", STAFF, working_calendar),
    Row("suppliers:working_calendar_edit", "GET", MANAGERS, working_calendar),
    Row("suppliers:working_calendar_edit", "POST", MANAGERS, working_calendar, {"version": "1"}),
    Row("suppliers:working_calendar_remove", "GET", MANAGERS, working_calendar),
    Row("suppliers:working_calendar_remove", "POST", MANAGERS, working_calendar),
    Row("suppliers-api:calendars-list", "GET", "oooo3o 444 44 1"),
    Row("suppliers-api:calendars-list", "POST", "oo3333 444 44 1", data={"name": "Oslo"}),
    Row("suppliers-api:calendars-detail", "GET", "oooo3o 444 44 1", working_calendar),
    Row("suppliers-api:calendars-detail", "PATCH", "oo3333 444 44 1", working_calendar),
]


def survey(world: World) -> dict[str, Any]:
    """What our people are asked about partners."""
    made, new = Survey.objects.get_or_create(
        name="Secret survey", defaults={"kind": SurveyKind.RATING, "min_answers": 1}
    )
    if new:
        made.questions.create(position=0, code="help", text="Do they help?")
    return {"public_id": made.public_id}


def _run(of: Survey) -> SurveyRun:
    today = timezone.localdate()
    quarter = Period.containing(today, 3)
    made, new = SurveyRun.objects.get_or_create(
        survey=of,
        period=quarter.key,
        defaults={
            "starts_on": quarter.start, "ends_on": quarter.end, "opens_on": today,
            "closes_on": today + timedelta(days=3), "opened_by": "somebody",
        },
    )  # fmt: skip
    if new and of.kind == SurveyKind.CUSTOMER:
        for question in of.questions.all():
            made.answers.create(question=question, score=7)
    return made


def survey_run(world: World) -> dict[str, Any]:
    """A run of the confidential survey: every partner is asked by it."""
    return {"public_id": _run(Survey.objects.get(kind=SurveyKind.CUSTOMER)).public_id}


def survey_api_answer(world: World) -> dict[str, Any]:
    return {"scores": {"help": 7}}


def survey_days(world: World) -> dict[str, Any]:
    today = timezone.localdate()
    return {"opens_on": today.isoformat(), "closes_on": today.isoformat()}


def rated(world: World) -> dict[str, Any]:
    run = _run(Survey.objects.get(**survey(world)))
    return {"public_id": run.public_id, "partner": world.brandt.partner.public_id}


ROWS += [
    # Surveys: partners answer confidentially, our people rate partners
    Row("scorecards:surveys", "GET", CARDS),
    Row("scorecards:survey_new", "GET", MANAGERS),
    Row("scorecards:survey_new", "POST", MANAGERS, data={"name": "New"}),
    Row("scorecards:survey_edit", "GET", MANAGERS, survey),
    Row("scorecards:survey_edit", "POST", MANAGERS, survey, {"version": "1"}),
    Row("scorecards:survey_open", "GET", MANAGERS, survey),
    Row("scorecards:survey_open", "POST", MANAGERS, survey, {"period": "2026-Q3"}),
    Row("scorecards:survey_run", "GET", CARDS, survey_run),
    Row("scorecards:survey_run", "POST", "333343 oo3 oo L", survey_run, {"help": "7"}),
    Row("scorecards:survey_days", "GET", MANAGERS, survey_run),
    Row("scorecards:survey_days", "POST", MANAGERS, survey_run, survey_days),
    Row("scorecards:ratings", "GET", STAFF),
    Row("scorecards:rate", "GET", RATERS, rated),
    Row("scorecards:rate", "POST", RATERS, rated, {"help": "7"}),
    Row("scorecards-api:survey-list", "GET", API_LIST),
    Row("scorecards-api:survey-detail", "GET", API_LIST, survey_run),
    Row("scorecards-api:survey-answer", "POST", "333333 oo3 oo 1", survey_run, survey_api_answer),
    Row("scorecards-api:rating-list", "GET", "oooo3o 444 44 1"),
    Row("scorecards-api:rating-list", "POST", "oooo3o 444 44 1"),
]


def contest(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.contest.public_id}


def exclusion(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.exclusion.public_id}


def agreed(world: World) -> dict[str, Any]:
    return {"act": "agree", "line": world.brandt.lines[6].public_id, "decide-text": "Yes"}


CONTESTS = "333343 oo3 44 L"  # who contests for the partner
DECIDES_CONTEST = "ooo343 333 44 L"

ROWS += [
    # Contested lines
    Row("scorecards:contest_new", "GET", CONTESTS, card),
    Row("scorecards:contest_new", "POST", CONTESTS, card),
    Row("scorecards:contest_effect", "GET", CONTESTS, card),
    Row("scorecards:contests", "GET", CARDS),
    Row("scorecards:contest", "GET", ITS_CARD, contest),
    Row("scorecards:contest_decide", "POST", DECIDES_CONTEST, contest, agreed),
    Row("scorecards:contest_hand_over", "POST", DECIDES_CONTEST, contest),
    Row("scorecards:contest_say", "POST", "ooo343 oo3 44 L", contest, {"say-text": "Hello"}),
    Row("scorecards:contest_withdraw", "POST", CONTESTS, contest),
    Row("scorecards:contest_take_back", "POST", "oo3343 333 44 L", contest),
]

ROWS += [
    # Many lines excused at once
    Row("scorecards:exclusions", "GET", STAFF),
    Row("scorecards:exclusion_new", "GET", KEEPERS),
    Row("scorecards:exclusion_new", "POST", KEEPERS),
    Row("scorecards:exclusion", "GET", STAFF, exclusion),
    Row("scorecards:exclusion_approve", "POST", MANAGERS, exclusion),
    Row("scorecards:exclusion_decline", "POST", MANAGERS, exclusion, {"note": "No"}),
    Row("scorecards:exclusion_withdraw", "POST", MANAGERS, exclusion),
    Row("scorecards:exclusion_undo", "POST", MANAGERS, exclusion),
]

ROWS += [
    # Contests and exclusions in the API
    Row("scorecards-api:contest-list", "GET", API_LIST),
    Row("scorecards-api:contest-list", "POST", "333333 oo3 oo 1"),
    Row("scorecards-api:contest-detail", "GET", API_ITEM, contest),
    Row("scorecards-api:contest-messages", "POST", "ooo333 oo3 44 1", contest, {"text": "Hello"}),
    Row("scorecards-api:contest-withdraw", "POST", "333333 oo3 44 1", contest),
    Row("scorecards-api:contest-decide", "POST", "ooo333 333 33 1", contest),
    Row("scorecards-api:contest-take-back", "POST", "oo3333 333 33 1", contest, {"reason": "No"}),
    Row("scorecards-api:exclusion-list", "GET", "oooo3o 444 44 1"),
    Row("scorecards-api:exclusion-list", "POST", "ooo333 444 44 1"),
    Row("scorecards-api:exclusion-detail", "GET", "oooo3o 444 44 1", exclusion),
    Row("scorecards-api:exclusion-approve", "POST", "oo3333 444 44 1", exclusion),
    Row("scorecards-api:exclusion-decline", "POST", "oo3333 444 44 1", exclusion, {"note": "No"}),
    Row("scorecards-api:exclusion-withdraw", "POST", "oo3333 444 44 1", exclusion),
    Row("scorecards-api:exclusion-undo", "POST", "oo3333 444 44 1", exclusion),
]

ROWS += [
    # Tiers, proposals and thanks in the API
    Row("scorecards-api:tier-list", "GET", API_LIST),
    Row("scorecards-api:tier-list", "POST", "oo3333 333 33 1"),
    Row("scorecards-api:tier-detail", "GET", "oooo3o ooo oo 1", tier),
    Row("scorecards-api:tier-detail", "PATCH", "oo3333 333 33 1", tier),
    Row("scorecards-api:tier-grant-list", "GET", API_LIST),
    Row("scorecards-api:tier-grant-list", "POST", "oo3333 333 33 1"),
    Row("scorecards-api:tier-grant-detail", "GET", API_ITEM, tier_grant),
    Row("scorecards-api:tier-grant-end", "POST", "oo3333 333 33 1", tier_grant),
    Row("scorecards-api:proposal-list", "GET", API_LIST),
    Row("scorecards-api:proposal-detail", "GET", API_ITEM, proposal),
    Row("scorecards-api:proposal-answer", "POST", "333333 oo3 44 1", proposal),
    Row("scorecards-api:proposal-decide", "POST", "ooo333 333 33 1", proposal),
    Row("suppliers-api:recognitions-list", "GET", API_LIST),
    Row("suppliers-api:recognitions-list", "POST", API_WRITE),
    Row("suppliers-api:recognitions-detail", "GET", API_ITEM, recognition),
    Row("suppliers-api:recognitions-take-back", "POST", "3o3333 333 33 1", recognition),
]

ROWS += [
    # What each partner contributes to our profit
    Row("suppliers:contribution", "GET", PROFIT_PAGES),
    Row("suppliers:contribution_pdf", "GET", PROFIT_PAGES),
    Row("suppliers-api:contribution-list", "GET", API_PROFIT),
]


def kept_sum(world: World) -> dict[str, Any]:
    """A sum about Brandt's reliability that somebody kept."""
    inputs = dict.fromkeys(("demand", "lead", "lead_to", "level", "rate"), "1")
    kept = ReliabilitySum.objects.create(
        partner=world.brandt.partner, inputs=inputs, units=0, cash_minor=0, benefit_minor=0, currency="EUR",
        at=timezone.now(), by_label="Dana",
    )  # fmt: skip
    return {"public_id": kept.public_id}


def asked_again(world: World) -> dict[str, Any]:
    """What a form about reliability says of Brandt."""
    values = {"demand": "120", "demand_sd": "30", "lead": "10", "lead_sd": "3", "unit_cost": "12"}
    goal = {"lead_to": "10", "lead_sd_to": "1.5"}
    return {"partner": world.brandt.partner.public_id, **values, **goal}


ROWS += [
    # What reliability is worth
    Row("suppliers:reliability", "GET", PROFIT_PAGES),
    Row("suppliers:reliability", "POST", MANAGERS, data=asked_again),
    Row("suppliers:reliability_sums", "GET", PROFIT_PAGES),
    Row("suppliers:reliability_sum_remove", "POST", MANAGERS, kept_sum),
]


def cost_rate(world: World) -> dict[str, Any]:
    """What a line late by a day costs, of all partners."""
    facts = {"kind": CostRateKind.LATE_LINE_DAY, "partner": None, "valid_from": date(2026, 1, 1)}
    made, _is_new = CostRate.objects.get_or_create(**facts, defaults={"rate": 40 * SCALE})
    return {"public_id": made.public_id}


ROWS += [
    # A partner's profit and loss, and what trouble costs
    Row("suppliers:contribution_partner", "GET", PROFIT_PAGES, partner),
    Row("suppliers:contribution_partner_pdf", "GET", PROFIT_PAGES, partner),
    Row("suppliers:contribution_trouble", "GET", PROFIT_PAGES, partner),
    Row("suppliers:cost_rates", "GET", PROFIT_PAGES),
    Row("suppliers:cost_rate_new", "GET", MANAGERS),
    Row("suppliers:cost_rate_new", "POST", MANAGERS),
    Row("suppliers:cost_rate_edit", "GET", MANAGERS, cost_rate),
    Row("suppliers:cost_rate_edit", "POST", MANAGERS, cost_rate),
    Row("suppliers:cost_rate_remove", "GET", MANAGERS, cost_rate),
    Row("suppliers:cost_rate_remove", "POST", MANAGERS, cost_rate),
]


def its_code(world: World) -> dict[str, Any]:
    return {"partner": world.brandt.partner.code}


ROWS += [
    # The same in the API
    Row("suppliers-api:contribution-partner-detail", "GET", API_PROFIT, its_code),
    Row("suppliers-api:cost-rates-list", "GET", API_PROFIT),
    Row("suppliers-api:cost-rates-list", "POST", API_MANAGERS),
    Row("suppliers-api:cost-rates-detail", "GET", API_PROFIT, cost_rate),
    Row("suppliers-api:cost-rates-detail", "PATCH", API_MANAGERS, cost_rate),
    Row("suppliers-api:cost-rates-detail", "DELETE", API_MANAGERS, cost_rate),
]


def ledger_entry(world: World) -> dict[str, Any]:
    """An entry that names Brandt; corrected by nobody yet."""
    entry = LedgerEntry.objects.filter(corrects=None, corrections=None).order_by("pk").first()
    assert entry is not None
    return {"public_id": entry.public_id}


def attribution_rule(world: World) -> dict[str, Any]:
    """One of those that are shipped."""
    rule = AttributionRule.objects.order_by("pk").first()
    assert rule is not None
    return {"public_id": rule.public_id}


def an_act(world: World) -> dict[str, Any]:
    return {"down": attribution_rule(world)["public_id"]}


ROWS += [
    # The entries of the ledger, and the rules that name partners in them
    Row("suppliers:ledger_entries", "GET", PROFIT_PAGES),
    Row("suppliers:ledger_entry", "GET", PROFIT_PAGES, ledger_entry),
    Row("suppliers:ledger_entry_correct", "GET", MANAGERS, ledger_entry),
    Row("suppliers:ledger_entry_correct", "POST", MANAGERS, ledger_entry),
    Row("suppliers:attribution_rules", "GET", PROFIT_PAGES),
    Row("suppliers:attribution_log", "GET", PROFIT_PAGES),
    Row("suppliers:attribution_rule_new", "GET", MANAGERS),
    Row("suppliers:attribution_rule_new", "POST", MANAGERS),
    Row("suppliers:attribution_rule", "GET", PROFIT_PAGES, attribution_rule),
    Row("suppliers:attribution_rule", "POST", MANAGERS, attribution_rule),
    Row("suppliers:attribution_order", "POST", MANAGERS, data=an_act),
    Row("suppliers:attribution_run", "POST", MANAGERS),
]


def commission_statement(world: World) -> dict[str, Any]:
    """A month of commission that was closed for Brandt, a supplier: for its people it is not there."""
    facts = {"currency": "EUR", "commission_minor": 0, "total_minor": 0, "closed_by": "Dana"}
    made, _is_new = CommissionStatement.objects.get_or_create(
        partner=world.brandt.partner, month=202601, defaults={**facts, "closed_at": timezone.now()}
    )
    return {"public_id": made.public_id}


ROWS += [
    # What a selling partner sold and earned: suppliers have none of it
    Row("suppliers:sales", "GET", PROFIT_PAGES),
    Row("suppliers:sales_statement", "GET", PROFIT_PAGES, commission_statement),
    Row("suppliers:sales_statement_pdf", "GET", PROFIT_PAGES, commission_statement),
    Row("suppliers-api:commission-statements-list", "GET", API_PROFIT),
    Row("suppliers-api:commission-statements-detail", "GET", API_PROFIT, commission_statement),
    Row("suppliers-api:commission-statements-close", "POST", API_MANAGERS),
    Row("suppliers-api:sales-list", "GET", API_PROFIT),
]

ROWS += [
    # Commission, month by month, and what is agreed
    Row("suppliers:commissions", "GET", PROFIT_PAGES),
    Row("suppliers:commissions_close", "GET", MANAGERS),
    Row("suppliers:commissions_close", "POST", MANAGERS, data={"month": "2026-09"}),
    Row("suppliers:commission_partner", "GET", PROFIT_PAGES, partner),
    Row("suppliers:agreement_new", "GET", MANAGERS, partner),
    Row("suppliers:agreement_new", "POST", MANAGERS, partner),
]


def segment_rule(world: World) -> dict[str, Any]:
    """One of the four that are shipped."""
    return {"public_id": SegmentRule.objects.get(quadrant="routine").public_id}


ROWS += [
    # Contribution against risk
    Row("suppliers:segments", "GET", PROFIT_PAGES),
    Row("suppliers:segments_use", "POST", MANAGERS),
    Row("suppliers:segment_rule", "GET", MANAGERS, segment_rule),
    Row("suppliers:segment_rule", "POST", MANAGERS, segment_rule, {"version": "1"}),
    Row("suppliers:assessment", "GET", PROFIT_PAGES, partner),
    Row("suppliers:assessment", "POST", MANAGERS, partner, {"sources": "4"}),
]

ROWS += [Row("suppliers:what_if", "GET", PROFIT_PAGES)]


def assessed(world: World) -> dict[str, Any]:
    """What somebody thought of Brandt."""
    made = Assessment.objects.create(
        partner=world.brandt.partner, risk={"sources": 4}, at=timezone.now(), by_label="Dana"
    )
    return {"public_id": made.public_id}


ROWS += [
    # Assessments and kept sums in the API
    Row("suppliers-api:assessments-list", "GET", API_PROFIT),
    Row("suppliers-api:assessments-detail", "GET", API_PROFIT, assessed),
    Row("suppliers-api:reliability-sums-list", "GET", API_PROFIT),
    Row("suppliers-api:reliability-sums-detail", "GET", API_PROFIT, kept_sum),
    Row("suppliers-api:assessments-list", "POST", API_MANAGERS),
    Row("suppliers-api:reliability-sums-list", "POST", API_MANAGERS),
    Row("suppliers-api:reliability-sums-detail", "DELETE", API_MANAGERS, kept_sum),
    Row("suppliers-api:segments-list", "GET", API_PROFIT),
    Row("suppliers-api:what-if-list", "GET", API_PROFIT),
]


def document(world: World) -> dict[str, Any]:
    """A paper of Brandt's that we brought."""
    return {"public_id": world.brandt.facts["documents"]}


ROWS += [
    # Papers
    Row("suppliers:documents", "GET", ITS_OWN, partner),
    Row("suppliers:document_new", "GET", TALKERS, partner),
    Row("suppliers:document_new", "POST", TALKERS, partner),
    Row("suppliers:document_edit", "GET", DECIDES, document),
    Row("suppliers:document_edit", "POST", DECIDES, document),
    Row("suppliers:document_look", "POST", DECIDES, document),
    Row("suppliers:document_remove", "GET", DECIDES, document),
    Row("suppliers:document_remove", "POST", DECIDES, document),
]


def a_case(world: World) -> dict[str, Any]:
    """Opened by Brandt, with a remedy of ours on the table."""
    assert world.brandt.case is not None
    return {"public_id": world.brandt.case.public_id}


def a_remedy(world: World) -> dict[str, Any]:
    assert world.brandt.case is not None
    return {**a_case(world), "remedy": world.brandt.case.remedies.get().public_id}


def remedy_limit(world: World) -> dict[str, Any]:
    return {"public_id": RemedyLimit.objects.get(role="buyer").public_id}


CASE_WORK = "ooo333 oo3 44 L"  # who works on a case of Brandt's: either side's people but those who look
CASE_NEW = "ooo333 oo3 oo L"
ROWS += [
    # Cases
    Row("suppliers:case_list", "GET", BOTH_SIDES),
    Row("suppliers:case_new", "GET", CASE_NEW),
    Row("suppliers:case_new", "POST", CASE_NEW),
    Row("suppliers:case_trends", "GET", BOTH_SIDES),
    Row("suppliers:case_trends_pdf", "GET", BOTH_SIDES),
    Row("suppliers:case_limits", "GET", STAFF),
    Row("suppliers:case_limits", "POST", MANAGERS, data={"role": "buyer", "amount": "x"}),
    Row("suppliers:case", "GET", ITS_OWN, a_case),
    Row("suppliers:case_pdf", "GET", ITS_OWN, a_case),
    Row("suppliers:case_say", "POST", CASE_WORK, a_case),
    Row("suppliers:case_offer", "POST", CASE_WORK, a_case),
    Row("suppliers:case_remedy", "POST", CASE_WORK, a_remedy, {"act": "decline"}),
    Row("suppliers:case_forgo", "POST", CASE_WORK, a_case),
    Row("suppliers:case_learn", "POST", CASE_WORK, a_case),
    Row("suppliers:case_close", "POST", CASE_WORK, a_case),
    Row("suppliers:case_reopen", "POST", CASE_WORK, a_case),
    Row("suppliers:case_withdraw", "POST", CASE_WORK, a_case),
    Row("suppliers:case_hand_over", "POST", CASE_WORK, a_case),
    Row("suppliers:case_help", "POST", CASE_WORK, a_case),
    Row("suppliers:case_help_ends", "POST", CASE_WORK, a_case),
    Row("suppliers:case_mark", "GET", CASE_WORK, a_case),
    Row("suppliers:case_mark", "POST", CASE_WORK, a_case),
]


def touchpoint(world: World) -> dict[str, Any]:
    """Noted by the purchasing manager and shared with Brandt, whose people promised something."""
    return {"public_id": world.brandt.touchpoint.public_id}


def planned_visit(world: World) -> dict[str, Any]:
    return {
        "public_id": Touchpoint.objects.create(
            partner=world.brandt.partner,
            kind="visit",
            state="planned",
            on=timezone.localdate() + timedelta(days=3),
            by=world.staff["purchasing_manager"],
            noted_by_label="Staff purchasing_manager",
        ).public_id
    }


def contact_rule(world: World) -> dict[str, Any]:
    made, _is_new = ContactRule.objects.get_or_create(segment="A", defaults={"every_days": 30})
    return {"public_id": made.public_id}


def praised(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.praise.public_id}


def lost_partner(world: World) -> dict[str, Any]:
    """For the partners' people there is no such page, whoever was lost."""
    made, _is_new = Partner.objects.get_or_create(
        code="LOST",
        defaults={"name": "Lost", "kind": "supplier", "status": "lost", "lost_on": date(2026, 3, 1)},
    )
    return {"public_id": made.public_id}


ROWS += [
    # The relationship: touchpoints, the plan, warm words, who was lost, who is at risk
    Row("suppliers:touchpoints", "GET", BOTH_SIDES),
    Row("suppliers:partner_touchpoints", "GET", ITS_OWN, partner),
    Row("suppliers:touchpoint_new", "GET", KEEPERS),
    Row("suppliers:touchpoint_new", "POST", KEEPERS, data=named_partner),
    Row("suppliers:touchpoint_edit", "GET", KEEPERS, touchpoint),
    Row("suppliers:touchpoint_edit", "POST", KEEPERS, touchpoint, {"version": "1"}),
    Row("suppliers:touchpoint_held", "GET", KEEPERS, planned_visit),
    Row("suppliers:touchpoint_held", "POST", KEEPERS, planned_visit, {"version": "1"}),
    Row("suppliers:touchpoint_cancel", "POST", KEEPERS, planned_visit),
    Row("suppliers:touchpoint_back", "POST", "3o3333 444 44 L", touchpoint),
    Row("suppliers:touchpoint_kept", "POST", "ooo333 oo3 44 L", touchpoint),
    Row("suppliers:contact_plan", "GET", STAFF),
    Row("suppliers:contact_rules", "GET", STAFF),
    Row("suppliers:contact_rule_new", "GET", MANAGERS),
    Row("suppliers:contact_rule_new", "POST", MANAGERS),
    Row("suppliers:contact_rule", "GET", MANAGERS, contact_rule),
    Row("suppliers:contact_rule", "POST", MANAGERS, contact_rule, {"version": "1"}),
    Row("suppliers:contact_rule_remove", "POST", MANAGERS, contact_rule),
    Row("suppliers:recognition", "GET", BOTH_SIDES),
    Row("suppliers:praise_new", "GET", "ooo333 oo3 oo L"),
    Row("suppliers:praise_new", "POST", "ooo333 oo3 oo L"),
    Row("suppliers:praise_back", "POST", "333333 o33 44 L", praised),
    Row("suppliers:retention", "GET", STAFF),
    Row("suppliers:loss", "GET", STAFF, lost_partner),
    Row("suppliers:loss", "POST", KEEPERS, lost_partner, {"version": "1"}),
    Row("suppliers:at_risk", "GET", STAFF),
    Row("suppliers-api:touchpoints-list", "GET", API_LIST),
    Row("suppliers-api:touchpoints-list", "POST", API_WRITE),
    Row("suppliers-api:touchpoints-detail", "GET", API_ITEM, touchpoint),
    Row("suppliers-api:touchpoints-cancel", "POST", "ooo333 333 33 1", planned_visit),
    Row("suppliers-api:touchpoints-take-back", "POST", "3o3333 333 33 1", touchpoint),
    Row("suppliers-api:touchpoints-kept", "POST", "ooo333 oo3 44 1", touchpoint),
    Row("suppliers-api:praises-list", "GET", API_LIST),
    Row("suppliers-api:praises-list", "POST", "ooo333 oo3 oo 1"),
    Row("suppliers-api:praises-detail", "GET", API_ITEM, praised),
    Row("suppliers-api:praises-take-back", "POST", "333333 o33 44 1", praised),
    Row("suppliers-api:contact-plan-list", "GET", API_STAFF),
    Row("suppliers-api:retention-list", "GET", API_STAFF),
    Row("suppliers-api:at-risk-list", "GET", API_STAFF),
]


def registration(world: World) -> dict[str, Any]:
    """Somebody who would like to become a partner: for partners' people there is no such page."""
    return {"public_id": Registration.objects.get(name="Newcomer Ltd").public_id}


def register_link(world: World) -> dict[str, Any]:
    return {"secret": "none-of-ours"}


def questionnaire(world: World) -> dict[str, Any]:
    return {"public_id": Questionnaire.objects.get().public_id}


def document_need(world: World) -> dict[str, Any]:
    return {"public_id": DocumentNeed.objects.get().public_id}


def partner_form(world: World) -> dict[str, Any]:
    """What Brandt is asked, half answered."""
    return {"public_id": PartnerForm.objects.get(partner=world.brandt.partner).public_id}


def data_change(world: World) -> dict[str, Any]:
    """Another account for Brandt, asked for by its administrator."""
    return {"public_id": DataChange.objects.get(partner=world.brandt.partner).public_id}


def tax_data(world: World) -> dict[str, Any]:
    return {**partner(world), "kind": "tax"}


NEWCOMER_FORM = {"name": "X"}
KEEPS_NOTHING = {"version": 1, "answers": {}}
ASKS_FOR_DATA = "ooo333 o33 44 L"  # who keeps partners, and the partner's administrator
ROWS += [
    # Newcomers, what they are asked, and data that take two people
    Row("suppliers:register", "GET", EVERYBODY),
    Row("suppliers:register", "POST", EVERYBODY, data=NEWCOMER_FORM),
    Row("suppliers:register_thanks", "GET", EVERYBODY),
    Row("suppliers:register_confirm", "GET", "444444 444 44 4", register_link),
    Row("suppliers:register_confirm", "POST", "444444 444 44 4", register_link),
    Row("suppliers:registration_list", "GET", STAFF),
    Row("suppliers:registration", "GET", STAFF, registration),
    Row("suppliers:registration", "POST", MANAGERS, registration, {"act": "decline", "words": "Not now."}),
    Row("suppliers:questionnaire_list", "GET", STAFF),
    Row("suppliers:questionnaire_new", "GET", MANAGERS),
    Row("suppliers:questionnaire_new", "POST", MANAGERS),
    Row("suppliers:questionnaire", "GET", STAFF, questionnaire),
    Row("suppliers:questionnaire_edit", "GET", MANAGERS, questionnaire),
    Row("suppliers:questionnaire_edit", "POST", MANAGERS, questionnaire, {"version": "1"}),
    Row("suppliers:questionnaire_ask", "POST", KEEPERS, questionnaire),
    Row("suppliers:questionnaire_answers", "GET", STAFF, questionnaire),
    Row("suppliers:need_list", "GET", STAFF),
    Row("suppliers:need_new", "GET", MANAGERS),
    Row("suppliers:need_new", "POST", MANAGERS),
    Row("suppliers:need_edit", "GET", MANAGERS, document_need),
    Row("suppliers:need_edit", "POST", MANAGERS, document_need, {"version": "1"}),
    Row("suppliers:form_list", "GET", BOTH_SIDES),
    Row("suppliers:partner_form", "GET", ITS_OWN, partner_form),
    Row("suppliers:partner_form", "POST", JOINS, partner_form, {"act": "save", "version": "1"}),
    Row("suppliers:form_judge", "POST", DECIDES, partner_form, {"act": "accept"}),
    Row("suppliers:partner_activate", "POST", KEEPERS, partner),
    Row("suppliers:data_changes", "GET", ITS_OWN, partner),
    Row("suppliers:data_change_new", "GET", ASKS_FOR_DATA, tax_data),
    Row("suppliers:data_change_new", "POST", ASKS_FOR_DATA, tax_data, {"tax_id": "DE 9"}),
    Row("suppliers:data_change_decide", "POST", "oo3333 333 44 L", data_change, {"act": "decline"}),
    Row("suppliers:data_change_withdraw", "POST", "333333 o33 44 L", data_change),
    Row("suppliers:data_change_list", "GET", STAFF),
]


API_GRANTS = "oooo33 oo3 44 1"  # who works on a case, and the executive who is asked
ROWS += [
    # Cases through the API
    Row("suppliers-api:cases-list", "GET", API_LIST),
    Row("suppliers-api:cases-list", "POST", "ooo333 oo3 oo 1"),
    Row("suppliers-api:cases-detail", "GET", API_ITEM, a_case),
    Row("suppliers-api:cases-detail", "PATCH", API_TALKS, a_case),
    *(
        Row(f"suppliers-api:cases-{act}", "POST", API_TALKS, a_case)
        for act in ("say", "step", "offer", "hand-over", "mark")
    ),
    Row("suppliers-api:cases-answer", "POST", API_GRANTS, a_case),
    Row("suppliers-api:remedy-limits-list", "GET", API_STAFF),
    Row("suppliers-api:remedy-limits-list", "POST", API_MANAGERS),
    Row("suppliers-api:remedy-limits-detail", "GET", API_STAFF, remedy_limit),
    Row("suppliers-api:remedy-limits-detail", "PATCH", API_MANAGERS, remedy_limit),
]


def plan(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.plan.public_id}


def plan_action(world: World) -> dict[str, Any]:
    """The partner's own, and done."""
    return {"public_id": world.brandt.plan_action.public_id}


def gain(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.gain.public_id}


def idea(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.idea.public_id}


def secret_idea(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.secret_idea.public_id}


def waiting_terms(world: World) -> dict[str, Any]:
    return {"digest": world.brandt.plan.versions.first().digest}


PLAN_WRITE = "oooo33 oo3 44 1"
PLAN_WORK = "ooo333 oo3 44 1"
PLAN_SIGN = "oo3o33 o33 44 1"
ROWS += [
    # Plans, what they gained and ideas in the API
    Row("scorecards-api:plan-list", "GET", API_LIST),
    Row("scorecards-api:plan-list", "POST", "oooo33 oo3 oo 1"),
    Row("scorecards-api:plan-detail", "GET", API_ITEM, plan),
    Row("scorecards-api:plan-change", "POST", PLAN_WRITE, plan),
    Row("scorecards-api:plan-sign", "POST", PLAN_SIGN, plan, waiting_terms),
    Row("scorecards-api:plan-decline", "POST", PLAN_SIGN, plan, {"words": "No"}),
    Row("scorecards-api:plan-withdraw", "POST", PLAN_WORK, plan),
    Row("scorecards-api:plan-start", "POST", PLAN_WORK, plan),
    Row("scorecards-api:plan-claim", "POST", PLAN_WORK, plan),
    Row("scorecards-api:plan-verify", "POST", "oooo33 333 44 1", plan, {"period": "2026-09"}),
    Row("scorecards-api:plan-resume", "POST", PLAN_WORK, plan, {"words": "Again"}),
    Row("scorecards-api:plan-close", "POST", "ooo333 333 44 1", plan, {"learned": "Early"}),
    Row("scorecards-api:plan-ask-stop", "POST", PLAN_WORK, plan, {"words": "Why"}),
    Row("scorecards-api:plan-agree-stop", "POST", PLAN_SIGN, plan),
    Row("scorecards-api:plan-keep-going", "POST", PLAN_WORK, plan),
    Row(
        "scorecards-api:plan-book",
        "POST",
        "oo3o33 333 44 1",
        plan,
        {"text": "Freight", "basis": "Sum", "total_minor": 1, "booked_on": "2026-10-01"},
    ),
    Row("scorecards-api:plan-action-list", "GET", API_LIST),
    Row("scorecards-api:plan-action-detail", "GET", API_ITEM, plan_action),
    Row("scorecards-api:plan-action-begin", "POST", "333333 oo3 44 1", plan_action),
    Row("scorecards-api:plan-action-finish", "POST", "333333 oo3 44 1", plan_action, {"evidence": "Photo"}),
    Row("scorecards-api:plan-action-reopen", "POST", "333333 oo3 44 1", plan_action, {"why": "Leaks"}),
    Row(
        "scorecards-api:plan-action-expect",
        "POST",
        "333333 oo3 44 1",
        plan_action,
        {"day": "2030-02-01", "why": "Later"},
    ),
    Row("scorecards-api:gain-share-list", "GET", API_LIST),
    Row("scorecards-api:gain-share-detail", "GET", API_ITEM, gain),
    Row("scorecards-api:gain-share-take-back", "POST", "oo3o33 333 44 1", gain, {"why": "Twice"}),
    Row("scorecards-api:idea-list", "GET", API_LIST),
    Row("scorecards-api:idea-list", "POST", "oooo33 oo3 oo 1"),
    Row("scorecards-api:idea-detail", "GET", API_ITEM, idea),
    Row("scorecards-api:idea-detail", "GET", "oo4434 ooo 44 1", secret_idea),
    Row("scorecards-api:idea-accept", "POST", "ooo333 333 44 1", idea),
    Row("scorecards-api:idea-decline", "POST", "ooo333 333 44 1", idea, {"words": "No"}),
    Row("scorecards-api:idea-withdraw", "POST", "333333 oo3 44 1", idea),
]
# Plans: what people put forward, and ideas
ROWS += [
    Row("scorecards:idea_list", "GET", CARDS),
    Row("scorecards:idea_new", "GET", "ooo343 oo3 oo L"),
    Row("scorecards:idea_new", "POST", "ooo343 oo3 oo L"),
    Row("scorecards:idea", "GET", ITS_CARD, idea),
    Row("scorecards:idea", "GET", "oo4444 ooo 44 L", secret_idea),
    Row("scorecards:idea_accept", "POST", "ooo343 333 44 L", idea),
    Row("scorecards:idea_decline", "POST", "ooo343 333 44 L", idea, {"answer-words": "No"}),
    Row("scorecards:idea_withdraw", "POST", "333343 oo3 44 L", idea),
]

ROWS += [
    # Onboarding in the API
    Row("suppliers-api:registrations-list", "GET", API_STAFF),
    Row("suppliers-api:registrations-detail", "GET", API_STAFF, registration),
    Row("suppliers-api:questionnaires-list", "GET", API_STAFF),
    Row("suppliers-api:questionnaires-detail", "GET", API_STAFF, questionnaire),
    Row("suppliers-api:partner-forms-list", "GET", API_LIST),
    Row("suppliers-api:partner-forms-detail", "GET", API_ITEM, partner_form),
    Row("suppliers-api:partner-forms-save", "POST", API_ITS_WORD, partner_form, KEEPS_NOTHING),
    Row("suppliers-api:data-changes-list", "GET", API_LIST),
    Row("suppliers-api:data-changes-detail", "GET", API_ITEM, data_change),
]
# Plans: what people put forward, and ideas
ROWS += [
    Row("scorecards:plan_new", "GET", "ooo343 oo3 oo L"),
    Row("scorecards:plan_new", "POST", "ooo343 oo3 oo L", data={"act": "send"}),
    Row("scorecards:plan_change", "GET", "ooo343 oo3 44 L", plan),
    Row("scorecards:plan_change", "POST", "ooo343 oo3 44 L", plan, {"act": "send"}),
    Row("scorecards:idea_list", "GET", CARDS),
    Row("scorecards:idea_new", "GET", "ooo343 oo3 oo L"),
    Row("scorecards:idea_new", "POST", "ooo343 oo3 oo L"),
    Row("scorecards:idea", "GET", ITS_CARD, idea),
    Row("scorecards:idea", "GET", "oo4444 ooo 44 L", secret_idea),
    Row("scorecards:idea_accept", "POST", "ooo343 333 44 L", idea),
    Row("scorecards:idea_decline", "POST", "ooo343 333 44 L", idea, {"answer-words": "No"}),
    Row("scorecards:idea_withdraw", "POST", "333343 oo3 44 L", idea),
]
# Plans side by side, and what they gained
ROWS += [
    Row("scorecards:plan_list", "GET", CARDS),
    Row("scorecards:plan_board", "GET", CARDS),
    Row("scorecards:gain_list", "GET", CARDS),
]

PLAN_WORK = "ooo343 oo3 44 L"  # who works on a plan of Brandt's: either side's people but those who look
PLAN_SIGN = "oo3o43 o33 44 L"  # who binds a side
PLAN_BOOK = "oo3o43 333 44 L"  # who books what was gained


def plan_own_action(world: World) -> dict[str, Any]:
    """The partner's, on the page of its plan."""
    assert world.brandt.plan_action is not None
    return {**plan(world), "action": world.brandt.plan_action.public_id}


def plan_gain(world: World) -> dict[str, Any]:
    return {**plan(world), "entry": world.brandt.gain.public_id}


ROWS += [
    # The page of a plan
    Row("scorecards:plan", "GET", ITS_CARD, plan),
    Row("scorecards:plan_pdf", "GET", ITS_CARD, plan),
    Row("scorecards:plan_sign", "POST", PLAN_SIGN, plan),
    Row("scorecards:plan_decline", "POST", PLAN_SIGN, plan),
    Row("scorecards:plan_withdraw", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_start", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_claim", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_verify", "POST", "oooo43 333 44 L", plan),
    Row("scorecards:plan_resume", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_close", "POST", "ooo343 333 44 L", plan),
    Row("scorecards:plan_stop", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_action", "POST", "333343 oo3 44 L", plan_own_action),
    Row("scorecards:plan_say", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_look_after", "POST", PLAN_WORK, plan),
    Row("scorecards:plan_gain", "POST", PLAN_BOOK, plan),
    Row("scorecards:plan_gain_back", "POST", PLAN_BOOK, plan_gain),
]


def suppliers_picture(world: World) -> dict[str, Any]:
    """For partners of Brandt's kind, and Kestrel's."""
    return {"name": world_picture().file.name}


def staff_file(world: World) -> dict[str, Any]:
    """For our own people."""
    kept = world_file()
    return {"pk": kept.pk, "filename": kept.filename}


ROWS += [
    # Pictures and files of the site, each for its audience
    Row("cms:picture", "GET", "oooooo ooo oo 4", suppliers_picture),
    Row("cms:file", "GET", "oooooo 444 44 4", staff_file),
]


def about_policy(world: World) -> dict[str, Any]:
    return {"where": "policies", "slug": world.pages.supplier_policy.slug}


def about_playbook(world: World) -> dict[str, Any]:
    return {"where": "playbooks", "slug": world.pages.playbook.slug}


def comment(world: World) -> dict[str, Any]:
    return {"public_id": world.brandt.comment.public_id}


def comment_act(act: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**comment(world), "act": act}


ASKS = "oooo33 oo3 oo L"
ANSWERS_POLICY = "o33o33 333 44 L"  # the owner is the executive
TAKES_BACK = "333333 o33 44 L"  # its administrator asked

ROWS += [
    # Questions and proposals about policies
    Row("cms:policy_ask", "GET", ASKS, about_policy),
    Row("cms:policy_ask", "POST", ASKS, about_policy, {"kind": "question", "text": "Why?"}),
    Row("cms:policy_ask", "GET", "oooo33 444 44 L", about_playbook),
    Row("cms:policy_ask", "POST", "oooo33 444 44 L", about_playbook, {"kind": "question", "text": "Why?"}),
    Row("cms:policy_comments", "GET", BOTH_SIDES),
    Row("cms:policy_comment", "GET", ITS_OWN, comment),
    Row(
        "cms:policy_comment_act",
        "POST",
        ANSWERS_POLICY,
        comment_act("answer"),
        {"reply-text": "At the gate."},
    ),
    *(
        Row("cms:policy_comment_act", "POST", ANSWERS_POLICY, comment_act(act))
        for act in ("came", "publish", "hide")
    ),
    *(
        Row("cms:policy_comment_act", "POST", TAKES_BACK, comment_act(act))
        for act in ("withdraw", "named", "unnamed")
    ),
]


def listening(world: World) -> dict[str, Any]:
    """A round that is open and asks Brandt alone."""
    return {"public_id": world.brandt.survey.public_id}


def old_listening(world: World) -> dict[str, Any]:
    """A named one that is closed."""
    return {"public_id": world.brandt.old_survey.public_id}


def listening_page(world: World) -> dict[str, Any]:
    return {"slug": world.pages.survey.slug}


def listening_link(world: World) -> dict[str, Any]:
    return {"secret": world.brandt.survey_secret}


def asked_by_link(world: World) -> dict[str, Any]:
    """The round that asked Brandt's customer."""
    return {"public_id": world.brandt.link_survey.public_id}


RUNS_SURVEYS = "oo3o33 444 44 L"
ANSWER = {"q0": "9", "q1": "Nothing"}

ROWS += [
    # Surveys that editors build: who asks, who answers, who reads
    Row("cms:survey_rounds", "GET", "oooo3o 444 44 L"),
    Row("cms:survey_open", "GET", RUNS_SURVEYS, listening_page),
    Row("cms:survey_open", "POST", RUNS_SURVEYS, listening_page, {"opens_on": "x"}),
    Row("cms:survey_round", "GET", "oooo3o ooo 44 L", listening),
    Row("cms:survey_round", "GET", "oooo3o ooo 44 L", old_listening),
    Row("cms:survey_answer", "GET", "444444 ooo 44 L", listening),
    Row("cms:survey_answer", "POST", "444444 oo3 44 L", listening, ANSWER),
    Row("cms:survey_days", "GET", RUNS_SURVEYS, listening),
    Row("cms:survey_days", "POST", RUNS_SURVEYS, listening, {"closes_on": "x"}),
    Row("cms:survey_addresses", "GET", RUNS_SURVEYS, asked_by_link),
    Row("cms:survey_addresses", "POST", RUNS_SURVEYS, asked_by_link, {"addresses": "x"}),
    Row("cms:survey_close", "POST", RUNS_SURVEYS, listening),
    Row("cms:survey_publish", "GET", RUNS_SURVEYS, old_listening),
    Row("cms:survey_published", "POST", RUNS_SURVEYS, old_listening),
    Row("cms:survey_take_back", "POST", RUNS_SURVEYS, old_listening),
    Row("cms:survey_themes", "GET", RUNS_SURVEYS, old_listening),
    Row("cms:survey_themes", "POST", RUNS_SURVEYS, old_listening, {"name": "Gate"}),
    Row("cms:survey_replies", "GET", RUNS_SURVEYS, old_listening),
    Row("cms:survey_link", "GET", "oooooo ooo oo o", listening_link),
    Row("cms:survey_link", "POST", "oooooo ooo oo o", listening_link, ANSWER),
    Row("cms-api:survey_round-list", "GET", "oooooo ooo oo 1"),
    Row("cms-api:survey_round-detail", "GET", "oooo4o ooo 44 1", listening),
    Row("cms-api:survey_round-detail", "GET", "oooo4o ooo 44 1", old_listening),
]


def training(world: World) -> dict[str, Any]:
    return {"public_id": world.training.public_id}


ROWS += [
    # Playbooks, and who was trained in them
    Row("cms:playbooks", "GET", "oooooo 444 44 4"),
    Row("cms:training", "GET", STAFF),
    Row("cms:train", "GET", "oo3o33 444 44 L"),
    Row("cms:train", "POST", "oo3o33 444 44 L"),
    Row("cms:training_take_back", "POST", "oo3o33 444 44 L", training),
]


ROWS += [
    # The monthly report to executives
    Row("cms:executive_report", "GET", "o33o33 444 44 L"),
    Row("cms:executive_report_pdf", "GET", "o33o33 444 44 L"),
]


ROWS += [
    # What we thanked Brandt for, on the public wall: we ask, it decides
    Row("suppliers:wall_ask", "POST", "ooo333 444 44 L", recognition),
    Row("suppliers:wall_decide", "POST", "333333 oo3 44 L", recognition, {"shown": "yes"}),
]


def version_for_suppliers(world: World) -> dict[str, Any]:
    """Brandt and Kestrel are suppliers."""
    return {"where": "policies", "slug": world.pages.supplier_policy.slug, "number": "1"}


def version_for_staff(world: World) -> dict[str, Any]:
    return {"where": "policies", "slug": world.pages.staff_policy.slug, "number": "1"}


def version_of_playbook(world: World) -> dict[str, Any]:
    return {"where": "playbooks", "slug": world.pages.playbook.slug, "number": "1"}


def compared(version: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
    """The same text, without a number in the address."""
    return lambda world: {name: value for name, value in version(world).items() if name != "number"}


ROWS += [
    # Versions of policies and playbooks: our people, and whoever a version is for
    *(
        Row(f"cms:{name}", "GET", access, compared(version) if name == "text_compare" else version)
        for name in ("text_version", "text_pdf", "text_compare")
        for version, access in (
            (version_for_suppliers, "oooooo ooo oo 4"),
            (version_for_staff, "oooooo 444 44 4"),
            (version_of_playbook, "oooooo 444 44 4"),
        )
    ),
]


def said_of(name: str) -> Callable[[World], dict[str, Any]]:
    """The tick on the page of a text."""
    return lambda world: {"version": world.pages.version(getattr(world.pages, name)).public_id, "read": "yes"}


def about_staff_policy(world: World) -> dict[str, Any]:
    return {"where": "policies", "slug": world.pages.staff_policy.slug}


def policy_slug(world: World) -> dict[str, Any]:
    """For suppliers: who is a supplier is asked to read it, our own people are not."""
    return {"slug": world.pages.supplier_policy.slug}


ROWS += [
    # Saying that one has read a text, and who has
    Row("cms:text_read", "POST", "333333 ooo oo L", about_policy, said_of("supplier_policy")),
    Row("cms:text_read", "POST", "oooo3o 444 44 L", about_staff_policy, said_of("staff_policy")),
    Row("cms:text_read", "POST", "oooo3o 444 44 L", about_playbook, said_of("playbook")),
    Row("cms:reading", "GET", BOTH_SIDES),
    Row("cms:reading_mine", "GET", LOGGED_IN),
    Row("cms-api:policy-list", "GET", "oooooo ooo oo 1"),
    Row("cms-api:policy-detail", "GET", "oooooo ooo oo 1", policy_slug),
    Row(
        "cms-api:policy-detail",
        "GET",
        "oooooo 444 44 1",
        lambda world: {"slug": world.pages.staff_policy.slug},
    ),
    Row("cms-api:policy-versions", "GET", "oooooo ooo oo 1", policy_slug),
    Row("cms-api:policy-acknowledge", "POST", "333333 ooo oo 1", policy_slug, {"version": "1"}),
]
