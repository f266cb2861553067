"""Forms in our look: labels, hints, errors beside the field and in a summary with links."""

from datetime import date

import pytest
from django import forms

from portal.forms import Form, ModelForm
from portal.models import User


class Ask(Form):
    when = forms.DateField(label="New date", help_text="A day on which you deliver")
    why = forms.ChoiceField(label="Why did it move?", choices=[("", "Choose"), ("a", "Machine down")])
    kind = forms.ChoiceField(
        label="Kind", choices=[("s", "Supplier"), ("d", "Dealer")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    tell = forms.BooleanField(label="Tell the others", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_every_control_has_its_label_and_class():
    html = str(Ask())
    assert '<label class="form-label" for="id_when">New date' in html
    assert 'class="form-control"' in html
    assert 'class="form-select"' in html
    assert html.count('class="form-check-input"') == 3
    assert "<legend" in html
    assert html.count("(optional)") == 1


def test_a_date_is_a_date_input_in_iso():
    html = str(Ask(initial={"when": date(2026, 10, 5)}))
    assert 'type="date"' in html
    assert 'value="2026-10-05"' in html


def test_errors_stand_beside_their_field_and_in_the_summary():
    html = str(Ask({"when": "2026-10-05", "kind": "s", "note": "typed"}))
    assert "One thing to put right" in html
    assert '<a href="#id_why">Why did it move? This field is required.</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_why_error"' in html
    assert 'id="id_why_error"' in html
    assert "typed" in html


def test_a_hint_is_tied_to_its_control():
    html = str(Ask())
    assert 'aria-describedby="id_when_helptext"' in html
    assert 'id="id_when_helptext"' in html


def test_what_concerns_no_field_is_in_the_summary():
    form = Ask({})
    form.add_error(None, "Somebody else saved this")
    assert "Somebody else saved this" in str(form)


def test_markup_in_labels_and_errors_stays_text():
    form = Ask({"when": "<script>"})
    form.add_error("note", "<b>no</b>")
    assert "<script>" not in str(form)
    assert "<b>no</b>" not in str(form)


def test_only_actions_write():
    class Person(ModelForm):
        class Meta:
            model = User
            fields = ("name",)

    with pytest.raises(TypeError, match="only actions write"):
        Person({"name": "x"}).save()
