"""Pictures and files of the site: what they show in words, and who may open them."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.models.audience import ForReaders


class SitePicture(ForReaders, AbstractImage):
    """A picture. `description` (of Wagtail's own) says what it shows to who cannot see it."""

    admin_form_fields = ("title", "description", "file", "audience", "kinds", "focal_point_x",
                         "focal_point_y", "focal_point_width", "focal_point_height")  # fmt: skip

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def _set_image_file_metadata(self) -> None:
        """Wagtail's own leaves the stored file open."""
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile[bytes]:
        """Wagtail's own leaves its scratch file open until somebody collects it."""
        with super().generate_rendition_file(filter, source=source) as scratch:
            scratch.seek(0)
            return ContentFile(scratch.read(), name=scratch.name)


class SiteRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(SitePicture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class SiteFile(ForReaders, AbstractDocument):
    """A file to take along, for its audience alone."""

    admin_form_fields = ("title", "file", "audience", "kinds")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def _set_document_file_metadata(self) -> None:
        """As with a picture."""
        super()._set_document_file_metadata()
        if self.file._committed:
            self.file.close()

    @property
    def url(self) -> str:
        """Where its audience gets it; the folder it lies in has no address."""
        return reverse("cms:file", args=[self.pk, self.filename])
