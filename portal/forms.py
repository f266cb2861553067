"""The base of our forms: label above, hint under it, error between hint and control, a summary with links."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

CHECKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


def widget_class(widget: forms.Widget) -> str:
    """The class of the look for one control; empty for what needs none."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, CHECKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Renderer(TemplatesSetting):
    """Draws whole forms and single fields in our look; controls come from Django's own templates."""

    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"


class DateInput(forms.DateInput):
    """A date that is typed or picked; always ISO on the wire, so that a picker understands it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class FormLook:
    """Mixin for every form of ours, model forms too: `{{ form }}` is drawn in our look."""

    default_renderer = Renderer
    use_required_attribute = False  # the server explains what is missing; the browser's bubbles do not
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
                field.widget = DateInput(attrs=field.widget.attrs)


class Form(FormLook, forms.Form):
    """A form of ours."""


class ModelForm(FormLook, forms.ModelForm):
    """A form of ours over one model; saving goes through an action, never through `save()`."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("Give cleaned_data to an action: only actions write.")
