"""Nobody can tell who said what: each test sets up what could leak, and looks for it in every way out."""

import csv
import io
from datetime import timedelta
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.actions import survey_themes, surveys
from cms.engine.results import Reply, results
from cms.enums import SplitBy, SurveyAudience
from cms.facts.surveys import own_words, results_of
from cms.models import SurveyInvitation, SurveyReply, SurveyTheme
from cms.presenters.survey_page import round_page
from cms.presenters.survey_results import answered, exported
from portal.actors import ANONYMOUS, Actor
from portal.clocks import local_day
from portal.models import AuditEvent, Notice, OutboxMessage
from tests.factories import StaffFactory
from tests.integration.cms.surveys.conftest import LATER, NOON, QUESTIONS, words

pytestmark = pytest.mark.django_db


def url(survey_round, rest=""):
    return f"/listening/rounds/{survey_round.public_id}/{rest}"


def rows(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


class TestOpenRounds:
    def test_nobody_is_told_what_was_said_nor_how_many_did(
        self, login, alice, dana, erin, round_, crowd, say
    ):
        for who in (alice, dana, erin):
            client = login(who)
            before = [client.get(path).content for path in (url(round_), "/listening/rounds/", "/listening/")]
            say(round_, crowd.pop(), 9, 2, 0, [0], f"Secret{who.pk}", [0, 1, 2])
            after = [client.get(path).content for path in (url(round_), "/listening/rounds/", "/listening/")]
            assert [one.decode().split("csrf")[0] for one in after] == [
                one.decode().split("csrf")[0] for one in before
            ]
            for rest in ("?format=csv", "?format=xlsx", "themes/", "replies/", "publish/"):
                assert client.get(url(round_, rest)).status_code == 404, rest

    def test_the_list_cannot_be_sorted_or_filtered_into_telling_it(self, login, alice, round_, crowd, say):
        client = login(alice)
        say(round_, crowd[0], 9)
        for query in ("?sort=-replied_count", "?sort=replied_count", "?state=open", "?format=csv"):
            found = client.get(f"/listening/rounds/{query}")
            if "format" in query:
                line = rows(found)[1]
                assert line[-1] == "" and line[-2] == "14"
            else:
                assert found.status_code == 200

    def test_facts_know_nothing_either(self, round_, crowd, say):
        for partner in crowd:
            say(round_, partner, 9, None, None, None, "Stop it")

        assert results_of(round_) is None
        assert own_words(round_, round_.asked_questions[4].key) == []


class TestSmallGroups:
    def test_four_replies_are_no_results_anywhere(self, login, alice, bob, round_, crowd, say, close):
        for partner in crowd[:4]:
            say(round_, partner, 9, None, None, None, "Sentinelword")
        closed = close(round_)
        with pytest.raises(surveys.SurveyRefused, match="Too few answered"):
            surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER)
        client = login(alice)

        assert "Fewer than 5 replied" in words(client.get(url(closed)))
        for rest in ("?format=csv", "?format=xlsx", "publish/"):
            assert client.get(url(closed, rest)).status_code == 404
        assert "Sentinelword" not in words(client.get(url(closed, "themes/")))
        assert "4" not in rows(client.get("/listening/rounds/?format=csv"))[1]

    def test_a_group_of_four_is_parted_from_nobody(self, login, alice, page, crowd, open_round, say, close):
        """Seven of Norway and four of Poland: the four could be told from the whole less the seven."""
        found = open_round(page)
        for partner in crowd[:11]:
            say(found, partner, 9)
        closed = close(found)

        assert set(SurveyReply.objects.values_list("group", flat=True)) == {"NO", ""}
        assert all(one.slices == () for one in results_of(closed).questions)
        client = login(alice)
        assert "Poland" not in words(client.get(url(closed)))
        assert {line[2] for line in rows(client.get(url(closed, "?format=csv")))[1:]} <= {"All", ""}

    def test_enough_of_both_stand_beside_each_other(self, login, alice, page, crowd, open_round, say, close):
        found = open_round(page)
        for partner in crowd:
            say(found, partner, 9 if partner.country == "NO" else 3)
        client = login(alice)
        shown = words(client.get(url(close(found))))
        lines = rows(client.get(url(found, "?format=csv")))

        assert "Norway" in shown and "Poland" in shown
        assert ["1", QUESTIONS[0][1]["text"], "Poland", "Mean", "3"] in [
            [*line[:4], line[4].rstrip("0").rstrip(".")] for line in lines
        ]

    def test_what_four_of_twelve_wrote_is_read_by_nobody(self, login, alice, round_, crowd, say, close):
        for index, partner in enumerate(crowd):
            say(round_, partner, 9, None, None, None, "Sentinelword" if index < 4 else None)
        closed = close(round_)
        client = login(alice)
        question = closed.asked_questions[4].key
        with pytest.raises(surveys.SurveyRefused, match="no words"):
            survey_themes.name_theme(by=Actor(user=alice), survey_round=closed, question=question, name="X")

        for rest in ("", "?format=csv", "themes/"):
            response = client.get(url(closed, rest))
            text = str(rows(response)) if "csv" in rest else words(response)
            assert "Sentinelword" not in text
            assert "Fewer than 5" in text

    def test_words_stand_alone_in_the_order_of_the_alphabet(self, login, alice, round_, crowd, say, close):
        texts = [f"{fruit} please" for fruit in ("pear", "apple", "fig", "plum", "cherry", "lime")]
        for partner, text in zip(crowd, texts, strict=False):
            say(round_, partner, 9, None, None, None, text)
        shown = words(login(alice).get(url(close(round_), "themes/")))
        places = [shown.index(text) for text in sorted(texts)]

        assert places == sorted(places)
        assert not any(partner.name in shown for partner in crowd)

    def test_a_theme_of_few_has_no_number_and_is_not_published(
        self, login, alice, bob, round_, crowd, brandt, say, close
    ):
        for partner in [*crowd, brandt]:
            say(round_, partner, 9, None, None, None, "Call earlier")
        closed = close(round_)
        by, question = Actor(user=alice), closed.asked_questions[4].key
        keys = [key for key, _text in own_words(closed, question)]
        for name, many in (("Few say this", 3), ("Many say this", 6)):
            theme = survey_themes.name_theme(by=by, survey_round=closed, question=question, name=name)
            assert survey_themes.put_on(by=by, theme=theme, replies=[*keys[:many], "other"]) == many
        ours = words(login(alice).get(url(closed)))
        surveys.publish(by=by, survey_round=closed, at=LATER)
        theirs = words(login(bob).get(url(closed)))

        assert "Few say this" in ours and "fewer than 5" in ours
        assert "Many say this" in theirs and "6 answers" in theirs
        assert "Few say this" not in theirs
        assert "Few say this" not in str(rows(login(bob).get(url(closed, "?format=csv"))))
        assert "Call earlier" not in theirs

    def test_nothing_in_the_address_narrows_the_results_down(
        self, login, alice, page, crowd, open_round, say, close
    ):
        found = open_round(page)
        for partner in crowd:
            say(found, partner, 9)
        client = login(alice)
        closed = close(found)
        whole = client.get(url(closed, "?format=csv"))
        plain = rows(whole)
        for query in ("group=NO", "country=NO", "question=1", "q0=9", "partner=1", "min_group=1", "least=1"):
            assert rows(client.get(url(closed, f"?format=csv&{query}"))) == plain


class TestWhatIsKept:
    def test_no_column_and_no_event_leads_from_a_reply_to_who_gave_it(self, round_, crowd, say):
        before = set(AuditEvent.objects.values_list("pk", flat=True))
        for partner in crowd:
            say(round_, partner, 9, None, None, None, "Sentinelword")

        assert {field.name for field in SurveyReply._meta.concrete_fields} == {
            "key", "round", "group", "answers", "who", "partner",
        }  # fmt: skip
        for reply in SurveyReply.objects.all():
            assert (reply.who, reply.partner_id) == ("", None)
        fields = {field.name for field in SurveyInvitation._meta.concrete_fields}
        assert not fields & {"reply", "answers", "answered_at", "answered_on"}
        events = AuditEvent.objects.exclude(pk__in=before)
        assert not events.exists()
        for model in (Notice, OutboxMessage):
            assert "Sentinelword" not in str(list(model.objects.values()))

    def test_the_order_of_replies_is_not_that_in_which_they_came(self, round_, crowd, say):
        for number, partner in enumerate(crowd):
            say(round_, partner, number % 11)
        key = round_.asked_questions[0].key
        given = [reply.answers[key] for reply in SurveyReply.objects.all()]
        again = [reply.answers[key] for reply in SurveyReply.objects.order_by("pk")]

        assert given == again
        assert len({reply.key for reply in SurveyReply.objects.all()}) == len(crowd)

    def test_a_small_group_is_not_even_stored(self, round_, crowd, bob, brandt, say, close):
        """Asked as one of five of Poland, answered as one of two."""
        for partner in [*crowd[:7], *crowd[7:9]]:
            say(round_, partner, 9)
        close(round_)

        assert set(SurveyReply.objects.values_list("group", flat=True)) == {"NO", ""}


class TestWhoReads:
    @pytest.fixture
    def closed(self, round_, crowd, brandt, say, close):
        for partner in [*crowd, brandt]:
            say(round_, partner, 9, None, None, None, "Call earlier")
        return close(round_)

    def test_before_it_is_published_only_who_runs_surveys(
        self, login, alice, dana, erin, bob, closed, client
    ):
        buyer = StaffFactory(role="buyer")
        for who in (alice, dana, erin):
            assert "Net promoter score" in words(login(who).get(url(closed)))
        for who in (buyer, bob):
            assert "its results are being read" in words(login(who).get(url(closed)))
            assert login(who).get(url(closed, "?format=csv")).status_code == 404

    def test_published_to_those_who_were_asked_and_taken_back(self, login, alice, bob, closed, viewer):
        stranger = StaffFactory(role="content_editor")
        client = login(alice)
        assert "This is what they will read" in words(client.get(url(closed, "publish/")))
        assert "Published" in words(client.post(url(closed, "published/"), follow=True))
        for who in (bob, viewer):
            shown = words(login(who).get(url(closed)))
            assert "+100" in shown
            assert "Call earlier" not in shown
        assert login(stranger).get(url(closed)).status_code == 403
        assert Notice.objects.filter(user=bob, subject__startswith="What you all told us").count() == 1
        login(alice).post(url(closed, "take-back/"))
        assert "its results are being read" in words(login(bob).get(url(closed)))

    def test_a_partner_that_was_not_asked_finds_nothing(self, login, alice, closed):
        from tests.factories import MembershipFactory, PartnerFactory

        surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER)
        late = MembershipFactory(partner=PartnerFactory())

        assert login(late.user).get(url(closed)).status_code == 404
        assert closed.title not in words(login(late.user).get("/listening/"))

    def test_words_of_customers_are_everybodys_once_published(
        self, client, alice, make_page, open_round, say_by_link, close
    ):
        page = make_page(asked=SurveyAudience.CUSTOMERS, split_by=SplitBy.GROUP)
        some = [
            surveys.Address(f"c{one}@kunde.example", "North" if one < 6 else "South") for one in range(12)
        ]
        found = open_round(page, addresses=some)
        for invitation in found.invitations.all():
            say_by_link(invitation, 9)
        closed = close(found)
        assert client.get(url(closed)).status_code == 302
        assert client.get(f"/listening/{page.slug}/").status_code == 404
        surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER)

        shown = words(client.get(url(closed)))
        assert "12 customers asked, 12 answered" in shown
        assert "North" in shown and "South" in shown
        assert "kunde.example" not in shown
        assert client.get(f"/listening/{page.slug}/").status_code == 200
        # A mail to an address is not written twice, and there is no account to notify.
        assert OutboxMessage.objects.count() == 12

    def test_what_was_not_published_before_is_not_told_by_comparing(
        self, login, alice, bob, page, round_, crowd, brandt, say, close, open_round, noon
    ):
        for partner in [*crowd, brandt]:
            say(round_, partner, 3)
        close(round_)
        later = LATER + timedelta(days=30)
        noon.move_to(later)
        again = open_round(
            page, at=later, opens_on=local_day(later), closes_on=local_day(later) + timedelta(days=5)
        )
        for partner in [*crowd, brandt]:
            say(again, partner, 8, at=later)
        closed = surveys.close(by=Actor(user=alice), survey_round=again, at=later)
        surveys.publish(by=Actor(user=alice), survey_round=closed, at=later)

        ours = words(login(alice).get(url(closed)))
        theirs = words(login(bob).get(url(closed)))
        assert "Last time, October 2026" in ours
        assert "5.0" in ours  # up by five
        assert "Last time" not in theirs
        surveys.publish(by=Actor(user=alice), survey_round=round_, at=later)
        assert "Last time, October 2026" in words(login(bob).get(url(closed)))


class TestNamedRounds:
    @pytest.fixture
    def closed(self, make_page, crowd, bob, brandt, open_round, say, close):
        found = open_round(make_page(is_anonymous=False))
        for partner in [*crowd[:5], brandt]:
            say(found, partner, 9, 2, 0, [0, 1], "Sentinelword", [2, 0, 1])
        return close(found, publish=True)

    def test_who_runs_it_reads_them_one_by_one(self, login, alice, closed):
        client = login(alice)
        shown = words(client.get(url(closed, "replies/")))
        lines = rows(client.get(url(closed, "replies/?format=csv")))

        assert "Bob Brandt" in shown and "Brandt Castings" in shown
        assert "1. time, 2. price, 3. word" in shown
        assert [
            "Bob Brandt",
            "Brandt Castings",
            "9 of 10",
            "easy",
            "time",
            "mail, phone",
            "Sentinelword",
        ] in [line[:7] for line in lines]

    def test_nobody_else_does_even_when_it_is_published(self, login, bob, charlie, closed):
        buyer = StaffFactory(role="buyer")

        assert login(buyer).get(url(closed, "replies/")).status_code == 403
        assert login(bob).get(url(closed, "replies/")).status_code == 404
        assert "Sentinelword" not in words(login(bob).get(url(closed)))

    def test_an_anonymous_round_has_no_such_page(self, login, alice, round_, crowd, say, close):
        for partner in crowd:
            say(round_, partner, 9)

        assert login(alice).get(url(close(round_), "replies/")).status_code == 404


class TestThemes:
    def test_by_hand_from_the_page(self, login, alice, round_, crowd, say, close):
        for number, partner in enumerate(crowd):
            say(round_, partner, 9, None, None, None, f"Call earlier {number}")
        closed = close(round_)
        client, address = login(alice), url(closed, "themes/")
        client.post(address, {"name": "Calls"})
        theme = SurveyTheme.objects.get()
        assert client.post(address, {"name": "calls"}).status_code == 422
        shown = client.get(f"{address}?theme={theme.public_id}")
        assert "Where is ‘Calls’ in it?" in words(shown)
        keys = [reply.key for reply in SurveyReply.objects.all()][:7]
        client.post(f"{address}?theme={theme.public_id}", {"theme": theme.public_id, "reply": keys})
        assert theme.replies.count() == 7
        assert "7 answers" in words(client.get(url(closed)))
        client.post(address, {"drop": theme.public_id})
        assert not SurveyTheme.objects.exists()
        assert SurveyReply.objects.count() == len(crowd)

    def test_only_who_runs_surveys(self, round_, crowd, say, close):
        for partner in crowd:
            say(round_, partner, 9, None, None, None, "Call earlier")
        closed = close(round_)
        buyer = Actor(user=StaffFactory(role="buyer"))
        with pytest.raises(PermissionDenied):
            survey_themes.name_theme(
                by=buyer, survey_round=closed, question=closed.asked_questions[4].key, name="X"
            )


REPLIES = st.lists(
    st.tuples(st.sampled_from(["NO", "PL", "SE", ""]), st.integers(0, 10) | st.none(), st.booleans()),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPLIES)
def test_no_line_of_an_export_and_no_difference_of_two_tells_of_fewer_than_five(round_, given_replies):
    """Whatever a file says of a question: its parts, taken from the whole in any combination."""
    keys = [question.key for question in round_.asked_questions]
    replies = [
        Reply(group, {keys[0]: score, keys[4]: "words" if wrote else None})
        for group, score, wrote in given_replies
    ]
    found = results(round_.asked_questions, replies, 5)
    shown = answered(round_, found, {keys[4]: [("Theme", 3)]}) if found else []
    counted = {}
    for line in list(exported(shown))[1:]:
        if line[3] == "Answers":
            counted.setdefault(line[0], {})[line[2]] = line[4]
        assert line[4] != 3 or line[3] != "Theme: Theme"
    for parts in counted.values():
        whole = parts.pop("All")
        sums = [0, *(sum(some) for n in range(1, len(parts) + 1) for some in combinations(parts.values(), n))]
        assert all(n == 0 or n >= 5 for n in [whole, *sums, *(whole - n for n in sums)])


def test_pages_need_the_same_queries_for_few_and_for_many(
    login, alice, round_, crowd, say, close, django_assert_max_num_queries
):
    for partner in crowd:
        say(round_, partner, 9, 1, 1, [0], "Call", [0, 1, 2])
    closed = close(round_)
    client = login(alice)
    with django_assert_max_num_queries(30):
        client.get(url(closed))
    with django_assert_max_num_queries(25):
        client.get("/listening/rounds/")


def test_a_stranger_is_led_to_the_door_and_a_page_of_a_round_says_nothing(client, round_):
    assert client.get(url(round_)).status_code == 302
    page = round_page(round_, ANONYMOUS, local_day(NOON))
    assert (page.facts, page.questions) == ("", [])
