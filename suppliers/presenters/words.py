"""Numbers as people write them at the head of a page."""

from django.utils.translation import gettext as _

from portal.presentation import number


def spelled(count: int) -> str:
    """“three” for small numbers, “1,204” for the rest."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
        _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if 0 <= count < len(words) else number(count)


def sentence_case(text: str) -> str:
    """The first letter large, all others as they are."""
    return text[:1].upper() + text[1:]
