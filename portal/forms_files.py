"""Files in forms: several at once, by a plain input that needs no script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.actions.attachments import welcome


class FilesInput(forms.ClearableFileInput):
    """One input, many files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploaded files, empty when none was chosen; what they hold is the action's to judge."""

    widget = FilesInput

    def __init__(self, **options: Any) -> None:
        options = {"required": False, "label": _("Files"), "help_text": _Welcome(), **options}
        super().__init__(**options)
        self.widget.attrs.setdefault("accept", ".pdf,.png,.jpg,.jpeg,.webp,.txt,.csv,.xlsx,.docx,.eml")

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or ())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class _Welcome:
    """The sentence of what is welcome, in the language of who reads it."""

    def __str__(self) -> str:
        return welcome()
