"""Filters live in the address; each in force is a link that takes it away."""

import django_filters
import pytest
from django.http import QueryDict

from portal.enums import StaffRole
from portal.filters import FilterSet, SearchFilter
from portal.models import User
from tests.factories import StaffFactory, UserFactory


class PeopleFilter(FilterSet):
    q = SearchFilter(["name", "email"], label="Name or e-mail")
    role = django_filters.ChoiceFilter(choices=StaffRole.choices, label="Role")
    is_active = django_filters.BooleanFilter(label="Active")
    inline = ("q", "role")


def filters_for(address):
    return PeopleFilter(QueryDict(address), queryset=User.objects.order_by("email"))


@pytest.fixture
def people(db):
    StaffFactory(name="Alice Moreau", email="alice@halden.example")
    StaffFactory(name="Dana Lund", email="dana@halden.example", role=StaffRole.ADMINISTRATOR)
    UserFactory(name="Bob Brandt", email="bob@brandt.example")


def names(filters):
    return [user.name for user in filters.qs]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", ["Alice Moreau", "Bob Brandt", "Dana Lund"]),
        ("q=halden", ["Alice Moreau", "Dana Lund"]),
        ("q=halden+lund", ["Dana Lund"]),
        ("role=administrator", ["Dana Lund"]),
        ("role=nonsense", ["Alice Moreau", "Bob Brandt", "Dana Lund"]),
        ("q=nobody", []),
    ],
)
def test_words_and_choices_filter(people, address, found):
    assert names(filters_for(address)) == found


def test_every_filter_in_force_can_be_taken_away():
    filters = filters_for("q=lund&role=administrator&sort=-name&page=3")
    assert [(one["label"], one["words"]) for one in filters.applied] == [
        ("Name or e-mail", "lund"),
        ("Role", "Administrator"),
    ]
    assert filters.applied[0]["url"] == "?role=administrator&sort=-name"
    assert filters.url_without_all == "?sort=-name"


def test_nothing_is_in_force_on_a_plain_address():
    assert filters_for("").applied == []
    assert PeopleFilter(None, queryset=User.objects.none()).applied == []


def test_a_choice_that_is_not_made_says_what_it_is_about():
    assert filters_for("").form.fields["role"].choices.__iter__().__next__()[1] == "Role: any"


def test_the_bar_holds_the_inline_filters_and_the_menu_the_rest():
    filters = filters_for("sort=name&cols=a&cols=b")
    assert [field.name for field in filters.fields_inline] == ["q", "role"]
    assert [field.name for field in filters.fields_more] == ["is_active"]
    assert filters.kept == [("sort", "name"), ("cols", "a"), ("cols", "b")]
