"""What Wagtail's editor asks about a picture or a file before it is kept."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

PDF = b"%PDF-"


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """A picture says in words what it shows: who cannot see it reads them, and so does a search engine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("What it shows")
            field.help_text = _("In words, for who cannot see it. Not “picture of”.")
            field.error_messages["required"] = _("Say what the picture shows: one sentence is enough.")


class FileForm(BaseDocumentForm):  # type: ignore[misc]
    """A file is what its name says."""

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and "file" in self.changed_data:
            given.seek(0)
            start = given.read(len(PDF))
            given.seek(0)
            if start != PDF:
                self.add_error("file", _("This is no PDF, whatever its name says."))
        return given
