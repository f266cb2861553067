"""What reminds of a text that waits, of how many are late, and of a page to be looked at again; each once."""

from datetime import date, timedelta

import pytest

from cms.actions.reading import say_read
from cms.actions.review_reminding import OWNED
from cms.models import MissionPage, PlaybookIndexPage, StandardIndexPage
from cms.models.base import OwnedPage, PublicPage
from portal.actions import deputies
from portal.enums import StaffRole
from portal.models import Notice
from suppliers.models import Membership
from tests.answers import issue
from tests.factories import MembershipFactory, StaffFactory
from tests.integration.cms.reading.conftest import FOR_SUPPLIERS, START
from tests.world_pages import _playbook, _standard

pytestmark = pytest.mark.django_db


def told(user, part):
    """How far from the day, and whether it is mailed, of each reminder in the order in which they came."""
    found = Notice.objects.filter(user=user, key__startswith=f"reading-{part}").order_by("pk")
    return [(one.key.split(":")[0].removeprefix(f"reading-{part}"), one.dropped_at is None) for one in found]


def test_a_person_hears_before_on_and_three_weeks_after_the_day(version, bob, clock):
    clock.after(0, *range(10, 37), 60)
    assert told(bob, "due") == [("-3", True), ("0", True), ("7", True), ("14", True), ("21", True)]
    late = Notice.objects.filter(user=bob, key__startswith="reading-due7:").get()
    assert late.created_at.date() == START + timedelta(days=21)
    assert "7 days ago" in late.words


def test_after_missed_runs_only_the_last_is_mailed(version, bob, clock):
    clock.after(0, 29, 29)
    assert told(bob, "due") == [("-3", False), ("0", False), ("7", False), ("14", True)]


def test_who_has_read_is_reminded_no_more(version, bob, actor_of, clock):
    clock.after(0, 11)
    say_read(by=actor_of(bob), version=version)
    clock.after(12, 14, 21, 28, 35)
    assert [days for days, _mailed in told(bob, "due")] == ["-3"]


def test_a_newer_material_version_reminds_of_itself_alone(version, issue_next, bob, clock):
    clock.after(0)
    issue_next(2, since=START + timedelta(days=5))
    clock.after(5, 14, 16, 19)
    keys = Notice.objects.filter(user=bob, key__startswith="reading-due").values_list("key", flat=True)
    newer = bob.acknowledgements.get(version__major=2)
    assert {key.split(":")[1] for key in keys} == {newer.public_id}


def test_the_owner_hears_once_a_week_how_many_are_overdue(version, bob, viewer, erin, actor_of, clock):
    clock.after(0, 14, 15, 20)
    # Due on Monday 19 October: a week later two are late.
    assert not Notice.objects.filter(user=erin, key__startswith="reading-overdue").exists()
    clock.after(21, 22, 24, 27)
    first = Notice.objects.get(user=erin, key__startswith="reading-overdue")
    assert first.subject.startswith("2 people have not read")
    assert "state=overdue" in first.path
    say_read(by=actor_of(bob), version=version)
    clock.after(28, 30, 35)
    subjects = Notice.objects.filter(user=erin, key__startswith="reading-overdue").order_by("pk")
    assert [one.subject[:8] for one in subjects] == ["2 people", "1 person", "1 person"]


def test_who_stands_in_for_the_owner_hears_it(policy, bob, alice, actor_of, clock):
    issue(policy, owner=alice, **FOR_SUPPLIERS)
    clock.after(0)
    deputy = StaffFactory(role=StaffRole.BUYER)
    deputies.name(by=actor_of(alice), deputy=deputy, first_on=START, last_on=START + timedelta(days=40))
    clock.after(28)
    assert Notice.objects.get(key__startswith="reading-overdue").user == deputy


def test_an_owner_who_left_is_followed_by_who_answers_for_texts(version, bob, erin, dana, clock):
    clock.after(0)
    erin.is_active = False
    erin.save()
    clock.after(28)
    assert Notice.objects.get(key__startswith="reading-overdue").user == dana


def test_what_is_mailed_to_a_partners_person_names_their_house_alone(version, both, kestrel, clock):
    clock.after(0)
    brandt = Membership.objects.exclude(partner=kestrel).get(user=both).partner
    assert Notice.objects.get(user=both).scope == brandt.public_id


class TestReview:
    @pytest.fixture
    def reviewed(self, policy):
        policy.review_on = START + timedelta(days=40)
        policy.save()
        return policy

    def told(self, user):
        found = Notice.objects.filter(user=user, key__startswith="review:").order_by("pk")
        return [(one.key.split(":")[3], one.dropped_at is None) for one in found]

    def test_before_and_on_the_day_once_each(self, reviewed, erin, clock):
        clock.after(9, 10, 11, 39, 40, 41, 50)
        assert self.told(erin) == [("-30", True), ("0", True)]
        first = Notice.objects.filter(user=erin).first()
        assert first.created_at.date() == START + timedelta(days=10)
        assert first.path == f"/cms/pages/{reviewed.pk}/edit/"

    def test_after_missed_runs_only_that_it_is_due(self, reviewed, erin, clock):
        clock.after(45, 46)
        assert self.told(erin) == [("-30", False), ("0", True)]

    def test_another_day_reminds_again(self, reviewed, erin, clock):
        clock.after(10)
        reviewed.review_on = START + timedelta(days=60)
        reviewed.save()
        clock.after(40, 45)
        assert self.told(erin) == [("-30", True), ("-30", True)]

    def test_what_is_not_published_waits_for_nobody(self, reviewed, erin, clock):
        reviewed.unpublish()
        clock.after(10, 40)
        assert self.told(erin) == []

    def test_every_page_that_somebody_owns(self, policy, erin, alice, clock):
        home = policy.get_parent().get_parent()
        day = START + timedelta(days=30)
        standards = home.add_child(instance=StandardIndexPage(title="Standards"))
        standards.add_child(instance=_standard(erin))
        home.add_child(instance=MissionPage(title="Mission", lead="We keep it.", intro="All.", keeper=alice))
        playbooks = home.add_child(instance=PlaybookIndexPage(title="Playbooks"))
        playbooks.add_child(instance=_playbook(erin))
        for model in OWNED:
            model.objects.update(review_on=day)
        clock.after(0)
        assert len(self.told(erin)) == 3
        (mission,) = Notice.objects.filter(user=alice)
        assert mission.path == "/mission/"  # a purchasing manager writes no pages

    def test_no_page_that_somebody_owns_is_left_out(self):
        subclasses, found = [OwnedPage], set()
        while subclasses:
            one = subclasses.pop()
            subclasses += one.__subclasses__()
            if not one._meta.abstract and issubclass(one, PublicPage):
                found.add(one)
        assert found == set(OWNED)


def test_many_people_need_few_queries(version, clock, django_assert_max_num_queries):
    for _n in range(10):
        MembershipFactory()
    clock.after(0, 11)
    with django_assert_max_num_queries(40):
        clock.after(12)


def test_days_are_the_companys(version, bob, clock):
    clock.after(0)
    assert bob.acknowledgements.get().due_on == date(2026, 10, 19)
