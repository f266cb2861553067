"""The tags of the look."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from lucide import IconDoesNotExist

from portal.templatetags.accord import ICONS, icon


def drawn(source, **context):
    return Template("{% load accord %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_word_of_ours_names_an_icon(name):
    assert "<path" in icon(name) or "<circle" in icon(name) or "<line" in icon(name) or "<rect" in icon(name)


def test_an_icon_is_decoration_unless_it_speaks():
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="done"' in icon("check", "done")


def test_an_unknown_icon_is_an_error():
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


def test_halves_say_whose_promise_it_is():
    assert 'class="you"' in drawn('{% half "you" "Brandt" %}')
    assert 'aria-label="Brandt"' in drawn('{% half "you" "Brandt" %}')
    assert 'class="us"' in drawn('{% half "us" %}')


def test_a_chip_has_icon_word_and_tone():
    html = drawn('{% chip word "bad" %}', word="<late>")
    assert 'class="ac-chip bad"' in html
    assert "<svg" in html
    assert "&lt;late&gt;" in html
    assert "<svg" not in drawn('{% chip "A" "" "" %}')


@pytest.mark.parametrize(
    ("value", "better", "tone"),
    [(3.6, "up", "ok"), (-1.5, "up", "bad"), (-1.5, "down", "ok"), (0, "up", "muted")],
)
def test_a_change_is_good_or_bad_by_its_direction(value, better, tone):
    html = drawn("{% change value since better %}", value=value, since="since August", better=better)
    assert tone in html
    assert "since August" in html


def test_query_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/x/?q=a&page=3&sort=name")
    html = Template("{% load accord %}{% query page=None sort='-name' %}").render(
        Context({"request": request})
    )
    assert html == "?q=a&amp;sort=-name"


def nav_of(count):
    links = [
        {"label": f"L{number}", "url": "#", "icon": "house", "current": False, "count": 0}
        for number in range(count)
    ]
    return drawn("{% main_nav links %}", links=links)


@pytest.mark.parametrize(
    ("count", "tablet", "desk", "never", "more"),
    [(5, 0, 0, 0, ""), (7, 3, 0, 0, "until-tablet"), (9, 2, 3, 0, "until-desk"), (15, 2, 2, 7, "nav-more")],
)
def test_the_navigation_shows_what_fits_and_keeps_the_rest_under_more(count, tablet, desk, never, more):
    html = nav_of(count)
    shown = [html.count(f'<li class="from-{name}"') for name in ("tablet", "desk", "never")]
    assert shown == [tablet, desk, never]
    assert html.count("<summary>") == (1 if more else 0)
    assert more in html
    # Whatever the window leaves out stands in the menu, and nothing else does.
    assert html.count('class="not-from-') == sum(shown)


def test_a_chart_that_is_not_there_draws_nothing():
    assert drawn("{% chart nothing %}").strip() == ""


def test_an_empty_list_says_what_to_do_next():
    html = drawn('{% empty "No plans yet" "A plan starts from a figure." "plan" "/new/" "Start one" %}')
    assert "No plans yet" in html
    assert 'href="/new/"' in html


@pytest.mark.parametrize(("label", "words"), [("Name", "Name:"), ("Why?", "Why?")])
def test_a_label_before_words(label, words):
    assert drawn("{{ label|colon }}", label=label) == words


def test_a_form_can_carry_the_rest_of_the_address():
    request = RequestFactory().get("/x/?q=a&cols=b&cols=c&tag=1&tag=2")
    html = Template('{% load accord %}{% hidden_query "cols" %}').render(Context({"request": request}))
    assert html.count("<input") == 3
    assert "cols" not in html
