"""A supplier who looks for a rival's plan, action, gain, idea, file, comment or name finds nothing, anywhere.

Addresses come from the resolver: what is added about plans is tried without anybody writing it down here.
Words are planted by tests.world_plans; each test first shows that whoever may read them does.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.actions.attachments import attach
from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import Notice
from scorecards.actions import plan_comments
from tests.architecture.test_access_matrix import addresses
from tests.integration.test_rivals import acting, body_of

pytestmark = pytest.mark.django_db
ROUTE = re.compile(r"^(api/v1/)?\^?(plans|plan_actions|gain_shares|ideas)/")
NAMES = re.compile(r"<(?:\w+:)?(\w+)>")
SECRET, OWN = "secretbrandt", "Secretkestrel"
LISTS = ("plan_list", "plan_board", "gain_list", "idea_list", "plan_new", "idea_new")
# So much of a word that an echo of what was searched for does not hold it whole.
PART = "ecretbrand"


def ours():
    """Addresses of plans and what belongs to them, but for those of the API with a file ending."""
    found = [one for one in addresses() if ROUTE.match(one.route) and "format>" not in one.route]
    assert {f"scorecards:{name}" for name in LISTS} <= {one.name for one in found}
    assert any(one.route.startswith("api/v1/") for one in found)
    return found


def paths_of(address, side):
    """With the ids of what this side has: of an idea there are two, an open and a confidential one."""
    names = set(NAMES.findall(address.route))
    if not names:
        return [reverse(address.name)]
    given = {"action": side.plan_action.public_id, "entry": side.gain.public_id}
    ids = [side.plan.public_id]
    if "ideas/" in address.route:
        ids = [side.idea.public_id, side.secret_idea.public_id]
    elif "plan_actions" in address.route:
        ids = [side.plan_action.public_id]
    elif "gain_shares" in address.route:
        ids = [side.gain.public_id]
    known = {name: given.get(name) for name in names}
    return [reverse(address.name, kwargs={**known, "public_id": one}) for one in ids]


def admin_of(side):
    return side.people[PartnerRole.ADMIN]


@pytest.mark.parametrize("who", ["rival", pytest.param("both", marks=pytest.mark.any_engine)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_knows_every_address_reads_no_word_of_the_other(world, who, method):
    user = admin_of(world.kestrel) if who == "rival" else world.both
    client = acting(user, world.kestrel)
    for address in ours():
        for path in paths_of(address, world.brandt):
            kind = {"content_type": "application/json"} if method == "post" and "/api/" in path else {}
            answer = getattr(client, method)(path, {}, **kind)
            assert SECRET not in body_of(answer).lower(), path
            if NAMES.search(address.route):
                # Not the API by a session: that asks for a token's rights first, and tells nothing either.
                assert answer.status_code in (404, 405) or ("/api/" in path), (path, answer.status_code)


def test_its_own_people_do_read_it(world):
    """Otherwise the test above could not fail."""
    client = acting(admin_of(world.brandt), world.brandt)
    read = [
        path
        for address in ours()
        if address.name.startswith("scorecards:")
        for path in paths_of(address, world.brandt)
        if SECRET in body_of(client.get(path)).lower()
    ]
    assert reverse("scorecards:plan", args=[world.brandt.plan.public_id]) in read
    assert reverse("scorecards:plan_pdf", args=[world.brandt.plan.public_id]) in read
    assert reverse("scorecards:plan_change", args=[world.brandt.plan.public_id]) in read
    assert reverse("scorecards:idea", args=[world.brandt.secret_idea.public_id]) in read
    assert {reverse(f"scorecards:{name}") for name in LISTS[:4]} <= set(read)


def strings_of(side):
    """What somebody might write into an address who knows, or guesses, names and ids."""
    yield from (
        f"partner={side.partner.public_id}",
        f"partner={side.partner.pk}",
        f"plan={side.plan.public_id}",
        f"idea={side.secret_idea.public_id}",
        f"idea={side.idea.public_id}",
        f"card={side.card.public_id}&kpi=otif_lines",
        f"contest={side.contest.public_id}",
        f"case={side.case.public_id}",
        f"owner={admin_of(side).public_id if hasattr(admin_of(side), 'public_id') else admin_of(side).pk}",
        f"q={PART}",
        f"q={side.plan.reference}",
        f"q={side.plan.public_id}",
        f"q={PART}&state=all",
        f"q={PART}&turn=all",
        "state=all",
        "turn=all",
        "confidential=1",
    )


def test_no_filter_and_no_query_string_shows_the_other(world):
    client = acting(admin_of(world.kestrel), world.kestrel)
    for name in LISTS:
        path = reverse(f"scorecards:{name}")
        for query in strings_of(world.brandt):
            for tail in ("", "&format=csv", "&format=xlsx"):
                answer = client.get(f"{path}?{query}{tail}")
                assert answer.status_code < 500, f"{path}?{query}{tail}"
                assert SECRET not in body_of(answer).lower(), f"{path}?{query}{tail}"

    own = acting(admin_of(world.brandt), world.brandt)
    for name, query in (("plan_list", "state=all"), ("idea_list", "turn=all")):
        found = body_of(own.get(f"{reverse(f'scorecards:{name}')}?q={PART}&{query}"))
        assert SECRET in found.lower(), "the search finds what may be read"


@pytest.mark.parametrize(
    ("name", "tail"), [("plan_list", "state=all"), ("gain_list", ""), ("idea_list", "turn=all")]
)
def test_a_file_holds_ones_own_rows_and_no_other(world, name, tail):
    path = reverse(f"scorecards:{name}")
    for kind in (f"csv&{tail}", f"xlsx&{tail}"):
        rival = body_of(acting(admin_of(world.kestrel), world.kestrel).get(f"{path}?format={kind}"))
        assert OWN in rival and SECRET not in rival.lower()
        whole = body_of(acting(world.staff[StaffRole.PURCHASING_MANAGER]).get(f"{path}?format={kind}"))
        assert OWN in whole and SECRET in whole.lower()


def test_a_file_of_a_plan_is_not_there_for_a_rival(world):
    own = Actor(admin_of(world.brandt), world.brandt.memberships[PartnerRole.ADMIN])
    for about in (world.brandt.plan, world.brandt.plan_action):
        upload = SimpleUploadedFile("Secretbrandt.txt", b"Secretbrandt furnace", "text/plain")
        (kept,) = attach(
            by=own,
            scope=world.brandt.partner.public_id,
            about=about.public_id,
            uploads=[upload],
            at=world.brandt.plan.proposed_at,
        )
        path = reverse("portal:file", args=[kept.public_id])
        assert acting(admin_of(world.kestrel), world.kestrel).get(path).status_code == 404
        assert acting(world.both, world.kestrel).get(path).status_code == 404
        assert acting(admin_of(world.brandt), world.brandt).get(path).status_code == 200


def test_a_calendar_holds_no_action_of_the_other(world):
    feeds = {
        side.word: body_of(
            acting(admin_of(side), side).get(reverse("suppliers:feed", args=[side.feed_secret]))
        )
        for side in (world.brandt, world.kestrel)
    }
    assert SECRET not in feeds[OWN].lower()
    assert OWN.lower() not in feeds[world.brandt.word].lower()


def test_what_staff_say_among_themselves_stays_there(world):
    """A note for staff alone: on the page and on paper, in lists, on home, through the API."""
    plan = world.brandt.plan
    places = [
        reverse("scorecards:plan", args=[plan.public_id]),
        reverse("scorecards:plan_pdf", args=[plan.public_id]),
        reverse("scorecards:plan_list") + "?q=slow",
        "/home/",
        f"/api/v1/plans/{plan.public_id}/",
        "/api/v1/plans/",
    ]
    for role in PartnerRole:
        client = acting(world.brandt.people[role], world.brandt)
        for path in places:
            assert "is slow" not in body_of(client.get(path)), (role, path)
    staff = acting(world.staff[StaffRole.BUYER])
    assert "is slow" in body_of(staff.get(places[0]))


def test_a_confidential_idea_is_read_by_those_who_decide_it_alone(world):
    """Ordinary staff find it nowhere: page, list, file, search, home, inbox, the partner's page, the API."""
    idea = world.brandt.secret_idea
    page = reverse("scorecards:idea", args=[idea.public_id])
    partner = reverse("suppliers:partner", args=[world.brandt.partner.public_id])
    listed = reverse("scorecards:idea_list")
    places = [
        page,
        listed,
        f"{listed}?q=alloy",
        f"{listed}?format=csv",
        f"{reverse('scorecards:plan_new')}?idea={idea.public_id}",
        "/home/",
        "/inbox/",
        partner,
        f"{partner}history/",
        "/api/v1/ideas/",
        f"/api/v1/ideas/{idea.public_id}/",
    ]
    for role in (StaffRole.BUYER, StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER):
        client = acting(world.staff[role])
        assert client.get(page).status_code == 404
        for path in places:
            body = body_of(client.get(path))
            assert "Secretbrandt secret" not in body and "Secretbrandt alloy" not in body, (role, path)
    for role in (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER):
        assert "Secretbrandt alloy" in body_of(acting(world.staff[role]).get(page))


def test_calling_a_rival_by_name_reaches_nobody(world):
    """Neither by words nor by picking them: they may not read it."""
    own = Actor(admin_of(world.brandt), world.brandt.memberships[PartnerRole.ADMIN])
    manager = Actor(world.staff[StaffRole.PURCHASING_MANAGER])
    rival, colleague = admin_of(world.kestrel), world.brandt.people[PartnerRole.EDITOR]
    Notice.objects.all().delete()
    for by in (own, manager):
        plan_comments.say(by=by, plan=world.brandt.plan, text=f"@{rival.name} and @{colleague.name}, look")
    told = {one.user_id for one in Notice.objects.all()}
    assert colleague.pk in told
    assert rival.pk not in told


def test_a_note_of_staff_calls_no_partner(world):
    manager = Actor(world.staff[StaffRole.PURCHASING_MANAGER])
    colleague, buyer = world.brandt.people[PartnerRole.EDITOR], world.staff[StaffRole.BUYER]
    Notice.objects.all().delete()
    text = f"@{colleague.name} is slow, @{buyer.name}"
    plan_comments.say(by=manager, plan=world.brandt.plan, text=text, staff_only=True)
    assert {one.user_id for one in Notice.objects.all()} == {buyer.pk}


def test_what_is_written_to_people_speaks_of_their_own_partner(world):
    """Every notice about a plan goes to staff or to people of that partner, and its words name no other."""
    people = {user.pk for user in world.staff.values()}
    seen = 0
    for side, other in ((world.brandt, world.kestrel), (world.kestrel, world.brandt)):
        allowed = people | {user.pk for user in side.people.values()} | {world.both.pk}
        about = [side.plan.public_id, side.idea.public_id, side.secret_idea.public_id]
        for notice in Notice.objects.filter(about__in=about):
            seen += 1
            assert notice.user_id in allowed, notice.subject
            assert other.word.lower() not in f"{notice.subject} {notice.words} {notice.facts}".lower()
    assert seen > 3


def test_nobody_proposes_to_a_rival_or_in_its_name(world):
    """The form and the API know one's own partner alone; whom else one names is not even said to exist."""
    client = acting(admin_of(world.kestrel), world.kestrel)
    other = world.brandt.partner
    body = body_of(client.get(reverse("scorecards:plan_new"), {"partner": other.public_id}))
    assert f'value="{other.public_id}"' not in body and SECRET not in body.lower()
    body = body_of(client.get(reverse("scorecards:idea_new"), {"partner": other.public_id}))
    assert SECRET not in body.lower()
    for kind in ("plans", "ideas"):
        given = {"partner_code": other.code, "title": "x", "text": "x"}
        answer = client.post(f"/api/v1/{kind}/", given, content_type="application/json")
        assert answer.status_code in (400, 403, 404, 422)
        echoed = body_of(answer).replace(other.code, "")
        assert other.name not in echoed
