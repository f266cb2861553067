"""Who is asked to read what, and when again: with time that stands still until it is moved."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cms.actions.reading import ReadingRefused, ask, say_read
from cms.enums import Audience
from cms.facts.reading import missing, to_read
from cms.facts.texts import known, texts_for
from cms.models import Acknowledgement, TextVersion
from portal.enums import Channel, PartnerRole, StaffRole
from portal.models import AuditEvent, Notice
from suppliers.enums import PartnerKind, PartnerStatus
from suppliers.models import Membership, Partner
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory
from tests.integration.cms.reading.conftest import START, moment

pytestmark = pytest.mark.django_db


def asked():
    return set(Acknowledgement.objects.values_list("user__name", flat=True))


def test_a_partner_reads_says_so_and_is_asked_again_by_a_material_change_alone(
    policy, version, issue_next, bob, actor_of, clock
):
    distributor = PartnerFactory(kind=PartnerKind.DISTRIBUTOR)
    outsider = MembershipFactory(partner=distributor).user
    reader, other = actor_of(bob), actor_of(outsider)

    clock.after(0)
    assert list(texts_for(reader, START)) == [version]
    assert not texts_for(other, START).exists()
    assert [two for _row, two in to_read(reader, START)] == [version]
    assert to_read(other, START) == []
    say_read(by=reader, version=version)
    assert to_read(reader, START) == []

    # An editorial change asks nobody again.
    clock.on(START + timedelta(days=10))
    editorial = issue_next(1, 1, since=START + timedelta(days=10))
    clock.after(10, 11)
    today = START + timedelta(days=11)
    assert list(texts_for(reader, today)) == [editorial]
    assert to_read(reader, today) == []

    # A material change is known to nobody of its audience before its day, and asks on it.
    coming = issue_next(2, since=START + timedelta(days=20))
    clock.after(19)
    assert coming not in known(policy, reader, START + timedelta(days=19))
    assert to_read(reader, START + timedelta(days=19)) == []
    clock.after(20)
    day = START + timedelta(days=20)
    assert known(policy, reader, day) == [coming, editorial, version]
    ((row, waits),) = to_read(reader, day)
    assert (waits, row.version, row.due_on) == (coming, coming, day + timedelta(days=14))
    assert to_read(other, day) == []
    say_read(by=reader, version=coming)
    assert to_read(reader, day) == []
    assert Acknowledgement.objects.filter(user=bob, said_at__isnull=False).count() == 2


def test_each_person_is_asked_once_and_told_once(version, bob, viewer, charlie, clock):
    clock.after(0, 0, 1, 5)
    assert asked() == {"Bob Brandt", "Vera Brandt", "Charlie Webb"}
    assert Acknowledgement.objects.count() == 3
    row = Acknowledgement.objects.get(user=bob)
    assert (row.due_on, row.scope) == (date(2026, 10, 19), Membership.objects.get(user=bob).partner.public_id)
    notice = Notice.objects.get(user=bob, key__startswith="reading-asked")
    assert notice.path == "/policies/paying-on-time/"
    assert "Please read" in notice.subject


def test_what_is_said_of_an_editorial_version_counts_for_all_of_the_material_one(
    version, issue_next, bob, actor_of, clock
):
    editorial = issue_next(1, 1)
    clock.after(0)
    row = say_read(by=actor_of(bob), version=editorial)
    assert (row.version, row.read_number) == (version, "1.1")
    issue_next(1, 2)
    clock.after(1)
    assert to_read(actor_of(bob), START + timedelta(days=1)) == []


def test_an_earlier_page_left_open_counts_where_only_words_changed(version, issue_next, bob, actor_of, clock):
    issue_next(1, 1)
    assert say_read(by=actor_of(bob), version=version).read_number == "1"


def test_a_version_that_holds_no_longer_is_not_said_to_be_read(version, issue_next, bob, actor_of):
    issue_next(2)
    with pytest.raises(ReadingRefused, match="Version 2 is in force now"):
        say_read(by=actor_of(bob), version=version)


def test_a_version_that_is_coming_does_not_exist_for_partners(version, issue_next, bob, actor_of):
    coming = issue_next(2, since=START + timedelta(days=9))
    with pytest.raises(TextVersion.DoesNotExist):
        say_read(by=actor_of(bob), version=coming)


def test_said_twice_it_stays_what_it_was(version, bob, actor_of, clock):
    clock.after(0)
    first = say_read(by=actor_of(bob).through(Channel.TOKEN), version=version)
    clock.on(START + timedelta(days=3))
    again = say_read(by=actor_of(bob), version=version)
    assert (again.pk, again.said_at, again.channel) == (first.pk, moment(START), Channel.TOKEN)
    (event,) = AuditEvent.objects.filter(verb="text.read")
    assert event.scope == first.scope


def test_what_is_read_is_not_reminded_of_by_a_mail_that_still_waits(version, bob, actor_of, clock):
    clock.after(0)
    say_read(by=actor_of(bob), version=version)
    assert Notice.objects.get(user=bob).dropped_at is not None


def test_who_reads_before_the_job_asked_is_not_asked_after(version, bob, actor_of, clock):
    say_read(by=actor_of(bob), version=version)
    clock.after(0)
    assert Acknowledgement.objects.filter(user=bob).count() == 1
    assert not Notice.objects.filter(user=bob).exists()


def test_who_comes_later_is_asked_later_with_days_of_their_own(version, brandt, bob, clock):
    clock.after(0)
    newcomer = UserFactory(name="Nora New")
    MembershipFactory(user=newcomer, partner=brandt, role=PartnerRole.EDITOR)
    clock.after(30)
    row = Acknowledgement.objects.get(user=newcomer)
    assert row.due_on == START + timedelta(days=44)


def test_only_people_who_are_here_are_asked(version, brandt, bob, clock):
    MembershipFactory(user=UserFactory(name="Gone", is_active=False), partner=brandt)
    MembershipFactory(user=UserFactory(name="Lost"), partner=PartnerFactory(status=PartnerStatus.LOST))
    MembershipFactory(user=UserFactory(name="Dealer"), partner=PartnerFactory(kind=PartnerKind.DEALER))
    MembershipFactory(user=UserFactory(name="Alias"), partner=PartnerFactory(merged_into=brandt))
    UserFactory(name="Nobody")
    clock.after(0)
    assert asked() == {"Bob Brandt"}


@pytest.mark.parametrize("how", ["inactive", "left", "lost", "unpublished", "asks no longer", "other kind"])
def test_who_left_is_not_missing(policy, version, issue_next, brandt, bob, clock, how):
    clock.after(0)
    assert [row.user for row in missing([version])] == [bob]
    if how == "inactive":
        bob.is_active = False
        bob.save()
    elif how == "left":
        Membership.objects.filter(user=bob).delete()
    elif how == "lost":
        Partner.objects.filter(pk=brandt.pk).update(status=PartnerStatus.LOST)
    elif how == "unpublished":
        policy.unpublish()
    elif how == "asks no longer":
        issue_next(1, 1, asks_partners=False)
    else:
        Partner.objects.filter(pk=brandt.pk).update(kind=PartnerKind.AGENT)
    clock.after(11, 14, 21, 28)
    kept = Notice.objects.filter(user=bob, key__startswith="reading-")
    assert {key.split(":")[0] for key in kept.values_list("key", flat=True)} == {"reading-asked"}
    assert not Notice.objects.filter(key__startswith="reading-overdue").exists()


def test_a_person_of_two_partners_is_asked_once_and_answers_for_either(
    version, both, brandt, kestrel, actor_of, clock
):
    clock.after(0)
    row = Acknowledgement.objects.get(user=both)
    assert row.scope == brandt.public_id
    assert len(to_read(actor_of(both, kestrel), START)) == 1
    say_read(by=actor_of(both, kestrel), version=version)
    assert to_read(actor_of(both, brandt), START) == []


def test_who_leaves_one_house_of_two_is_asked_for_the_other(version, both, brandt, kestrel, clock):
    clock.after(0)
    Membership.objects.filter(user=both, partner=brandt).delete()
    clock.after(1)
    row = Acknowledgement.objects.get(user=both)
    assert row.scope == kestrel.public_id
    assert list(missing([version])) == [row]


def test_our_own_people_are_asked_but_for_who_only_writes_pages(policy, erin, bob, clock, issue_next):
    issue_next(1, audience=Audience.STAFF, kinds="", asks_staff=True)
    StaffFactory(name="Ed", role=StaffRole.CONTENT_EDITOR)
    StaffFactory(name="Vic", role=StaffRole.STAFF_VIEWER)
    StaffFactory(name="Off", role=StaffRole.BUYER, is_active=False)
    clock.after(0)
    # Partners are never asked about what they cannot read, whatever was ticked.
    assert asked() == {"Alice Moreau", "Erin Falk", "Vic"}
    assert set(Acknowledgement.objects.values_list("scope", flat=True)) == {""}


def test_nobody_says_it_who_is_not_asked(version, erin, bob, charlie, actor_of):
    with pytest.raises(PermissionDenied):
        say_read(by=actor_of(erin), version=version)
    dealer = MembershipFactory(partner=PartnerFactory(kind=PartnerKind.DEALER)).user
    with pytest.raises(TextVersion.DoesNotExist):
        say_read(by=actor_of(dealer), version=version)


def test_the_job_needs_few_queries_for_many_people(version, brandt, clock, django_assert_max_num_queries):
    for _n in range(12):
        MembershipFactory(partner=PartnerFactory())
    ask(now=moment(START))
    assert Acknowledgement.objects.count() == 12 + Membership.objects.count() - 12
    with django_assert_max_num_queries(12):
        ask(now=moment(START))
