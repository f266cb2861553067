"""Pictures and files of the site: what they show in words, and who may open them."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet

from cms.models.audience import ForReaders

# What pages show a picture in: across the text, and small beside the words of a list.
ACROSS, SMALL = "width-{400,800,1200}", "fill-480x320"
ON_PAGES = (ACROSS, SMALL)
# What draws a picture that may have clear parts.
CLEAR = ("png", "gif")
LIGHT = ("avif", "webp")
QUALITY = {"avif": "|avifquality-60", "webp": "|webpquality-78", "jpeg": "|jpegquality-80", "png": ""}


def specs(spec: str, kinds: Iterable[str]) -> list[str]:
    """Each names its own quality alone: a file is named after all of it."""
    sizes = Filter.expand_spec(spec)
    return [f"{one}|format-{kind}{QUALITY[kind]}" for kind in kinds for one in sizes]


class Pictures(ImageQuerySet):  # type: ignore[misc]
    def undrawn(self) -> Self:
        """A size is missing. With another focal point one is drawn anew when its page is published."""
        wanted = [one for spec in ON_PAGES for one in specs(spec, LIGHT)]
        of_pages = models.Q(renditions__filter_spec__in=wanted)
        drawn = models.Count("renditions__filter_spec", filter=of_pages, distinct=True)
        return self.annotate(drawn=drawn).filter(drawn__lt=len(wanted))


class SitePicture(ForReaders, AbstractImage):
    """A picture. `description` (of Wagtail's own) says what it shows to who cannot see it."""

    admin_form_fields = ("title", "description", "file", "audience", "kinds", "focal_point_x",
                         "focal_point_y", "focal_point_width", "focal_point_height")  # fmt: skip

    objects = Pictures.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def drawn_as(self, spec: str) -> list[Filter]:
        """One of Wagtail's filters (or several widths in braces) in AVIF, WebP and what everybody knows."""
        plain = "png" if self.file.name.lower().endswith(CLEAR) else "jpeg"
        return [Filter(spec=one) for one in specs(spec, (*LIGHT, plain))]

    def drawn_on_pages(self) -> list[Filter]:
        """All that a page may ask for."""
        return [one for spec in ON_PAGES for one in self.drawn_as(spec)]

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
