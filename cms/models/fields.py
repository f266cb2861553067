"""Several choices in one column, in a form that both databases can search."""

from typing import Any

from django import forms
from django.db import models


class ManyChoicesField(models.CharField):
    """Codes between commas (",agent,supplier,"), empty for none; edited as tick boxes."""

    def formfield(self, **kwargs: Any) -> Any:
        return ManyChoicesFormField(
            choices=self.choices, required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )

    def validate(self, value: str, model_instance: models.Model | None) -> None:
        """Each code must be one of the choices; the joined text is not one itself."""
        known = {code for code, _label in self.choices or ()}
        for code in codes_of(value):
            if code not in known:
                super().validate(code, model_instance)


class ManyChoicesFormField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return codes_of(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return joined(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return codes_of(initial or "") != sorted(data or ())


def joined(codes: Any) -> str:
    """["supplier", "agent"] -> ",agent,supplier,"; nothing -> ""."""
    return f",{','.join(sorted(codes))}," if codes else ""


def codes_of(text: str) -> list[str]:
    """The other way round."""
    return [code for code in text.split(",") if code]
