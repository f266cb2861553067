"""The pieces that pages are made of: words only, no partner's data, no figures typed by hand."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN_TEXT = ["bold", "italic", "link", "ol", "ul"]


class PointBlock(blocks.StructBlock):
    """A heading and one or two sentences."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=400, rows=3)

    class Meta:
        icon = "list-ul"
        label = _("Point")


class PromiseBlock(blocks.StructBlock):
    """A promise in words, what is counted, and the mark we set ourselves."""

    short = blocks.CharBlock(label=_("In a few words"), max_length=40)
    promise = blocks.CharBlock(
        label=_("What we promise"), max_length=160, help_text=_("One sentence that a partner can hold us to.")
    )
    measure = blocks.CharBlock(
        label=_("How it is counted"),
        max_length=200,
        help_text=_("Which rows, which day, which limit. The figure itself is never typed here."),
    )
    goal = blocks.CharBlock(
        label=_("The mark we set ourselves"), max_length=40, help_text=_("For example: 95 %")
    )
    unit = blocks.CharBlock(label=_("Of what"), max_length=60, required=False)

    class Meta:
        icon = "tick"
        label = _("Promise")


class GoalBlock(blocks.StructBlock):
    """Where we want to be, and when."""

    when = blocks.CharBlock(label=_("When"), max_length=30)
    what = blocks.CharBlock(label=_("What"), max_length=160)

    class Meta:
        icon = "calendar-alt"
        label = _("Goal")


class SectionBlock(blocks.StructBlock):
    """One numbered point of a policy."""

    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Section")
