"""What stands in the table of changed points: words that stood together, else whole sentences."""

import pytest

from cms.models import TextVersion
from cms.presenters.comparing import compare


def version(*points):
    body = [{"type": "section", "value": {"title": title, "text": text}} for title, text in points]
    return TextVersion(title="Paying", audience="public", body=body)


def changed(old, new):
    (point,) = compare(version(old), version(new)).changed
    return point.was, point.now


def test_words_that_stood_together_stand_alone():
    assert changed(("Late", "<p>We call you at once.</p>"), ("Late", "<p>We write you at once.</p>")) == (
        "call",
        "write",
    )


def test_scattered_words_are_read_in_their_sentences_without_the_heading():
    old = ("Wrong", "<p>We tell you in 5 working days by phone. It is paid later. Ask us.</p>")
    new = ("Wrong", "<p>We tell you in 3 working days by phone. It is paid now. Ask us.</p>")
    assert changed(old, new) == (
        "We tell you in 5 working days by phone. It is paid later.",
        "We tell you in 3 working days by phone. It is paid now.",
    )


@pytest.mark.parametrize("words", ["<ul><li>One</li><li>Two</li></ul>", "<p>One &amp; two<br/>three</p>"])
def test_the_same_text_is_the_same(words):
    assert compare(version(("A", words)), version(("A", words))).is_same


def test_a_point_that_came_and_one_that_went():
    found = compare(
        version(("A", "<p>a</p>"), ("B", "<p>b</p>")), version(("B", "<p>b</p>"), ("C", "<p>c</p>"))
    )
    assert [(one.name, one.state, one.was, one.now) for one in found.points] == [
        ("1. A", "taken", "a", ""),
        ("1. B", "same", "", ""),
        ("2. C", "added", "", "c"),
    ]
