"""The pieces that pages are made of: words only, no partner's data, no figures typed by hand.

Each says how it looks (`template`) and what stands in it while an editor chooses (`preview_value`).
"""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from cms.enums import Audience, GoalTerm, PromisedTo

PLAIN_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class PointBlock(blocks.StructBlock):
    """A heading and one or two sentences."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=400, rows=3)

    class Meta:
        icon = "list-ul"
        label = _("Point")
        template = "cms/blocks/point.html"
        preview_value = {
            "title": _("Names"),
            "text": _("Under every figure stands who answers for it, with us and with you."),
        }


class PromiseBlock(blocks.StructBlock):
    """What we promise to whom; with a service standard its live result stands beside it."""

    to = blocks.ChoiceBlock(label=_("To whom"), choices=PromisedTo.choices)
    promise = blocks.CharBlock(
        label=_("What we promise"), max_length=160, help_text=_("One sentence that somebody can hold us to.")
    )
    standard = blocks.PageChooserBlock(
        label=_("Measured by the service standard"),
        page_type="cms.StandardPage",
        required=False,
        help_text=_("The figure itself is never typed: it comes from the standard."),
    )

    class Meta:
        icon = "tick"
        label = _("Promise")
        template = "cms/blocks/promise.html"
        preview_value = {
            "to": PromisedTo.PARTNERS,
            "promise": _("We answer questions within one working day."),
            "standard": None,
        }


class GoalBlock(blocks.StructBlock):
    """Where we want to be, and when."""

    term = blocks.ChoiceBlock(label=_("Term"), choices=GoalTerm.choices)
    when = blocks.CharBlock(label=_("When"), max_length=30)
    what = blocks.CharBlock(label=_("What"), max_length=160)

    class Meta:
        icon = "calendar-alt"
        label = _("Goal")
        template = "cms/blocks/goal.html"
        preview_value = {
            "term": GoalTerm.SHORT,
            "when": _("By June"),
            "what": _("A forecast for every partner"),
        }


class EvidenceBlock(blocks.StructBlock):
    """What a text was made from: a survey with its results, or something else that was asked or read."""

    survey = blocks.PageChooserBlock(label=_("Survey"), page_type="cms.SurveyPage", required=False)
    text = blocks.CharBlock(
        label=_("What we learned from it"), max_length=250, help_text=_("Who was asked, when, how many.")
    )

    class Meta:
        icon = "openquote"
        label = _("Evidence")
        template = "cms/blocks/evidence.html"
        preview_value = {"survey": None, "text": _("27 partners were asked in March what they need.")}


class SectionBlock(blocks.StructBlock):
    """One numbered point of a policy or a playbook."""

    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Section")
        template = "cms/blocks/section.html"
        preview_value = {
            "title": _("When we pay"),
            "text": _("<p>The term starts when the goods are here.</p>"),
        }


class PictureBlock(blocks.StructBlock):
    """A picture with a line under it; what it shows is written with the picture itself."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Line under it"), max_length=160, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"

    def get_preview_value(self) -> Any:
        """The newest picture that everybody may see, if there is one."""
        pictures = get_image_model().objects.filter(audience=Audience.PUBLIC)
        newest = pictures.order_by("-pk").first()
        return self.normalize({"picture": newest, "caption": gettext("Our yard, this morning")})


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(label=_("Words"), max_length=400, rows=3)
    who = blocks.CharBlock(label=_("Who said so"), max_length=100)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms/blocks/quote.html"
        preview_value = {
            "text": _("They called before we noticed. That is why we stayed."),
            "who": _("A supplier, in the survey"),
        }


class ChannelBlock(blocks.StructBlock):
    """One way to reach us: what for, whom, how."""

    what_for = blocks.CharBlock(label=_("What for"), max_length=80)
    who = blocks.CharBlock(label=_("Who answers"), max_length=80, required=False)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    phone = blocks.CharBlock(label=_("Phone"), max_length=40, required=False)
    address = blocks.TextBlock(label=_("Address"), max_length=300, rows=3, required=False)
    hours = blocks.CharBlock(label=_("When"), max_length=80, required=False)

    class Meta:
        icon = "mail"
        label = _("Way to reach us")
        template = "cms/blocks/channel.html"
        preview_value = {
            "what_for": _("Everything about an order"),
            "who": _("Your buyer"),
            "email": "ask@company.example",
            "phone": "+47 22 00 01 00",
            "address": "",
            "hours": _("Monday to Friday, 8 to 17"),
        }


class TextBlock(blocks.StructBlock):
    """A heading and a text of any length."""

    title = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"
        preview_value = {
            "title": _("Who we are"),
            "text": _("<p>Paragraphs, <b>bold</b>, <i>italic</i>, links and lists: no more, on purpose.</p>"),
        }


class _Question(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=300)
    help = blocks.CharBlock(label=_("Hint"), max_length=200, required=False)
    required = blocks.BooleanBlock(label=_("Must be answered"), required=False)


class ScoreQuestionBlock(_Question):
    """0 to 10; `nps`: would you recommend us, counted as a net promoter score."""

    low = blocks.CharBlock(label=_("0 means"), max_length=60, required=False)
    high = blocks.CharBlock(label=_("10 means"), max_length=60, required=False)
    nps = blocks.BooleanBlock(label=_("Counted as a net promoter score"), required=False)

    class Meta:
        icon = "order"
        label = _("0 to 10")
        template = "cms/blocks/question_score.html"
        preview_value = {
            "text": _("How likely are you to recommend us?"),
            "required": True,
            "low": _("Not at all"),
            "high": _("Certainly"),
            "nps": True,
        }


class ScaleQuestionBlock(_Question):
    """Words from worst to best; one of them is chosen."""

    steps = blocks.ListBlock(blocks.CharBlock(max_length=60), label=_("Words, from worst to best"), min_num=2)

    class Meta:
        icon = "bars"
        label = _("Scale of words")
        template = "cms/blocks/question_scale.html"
        preview_value = {
            "text": _("How satisfied are you with our answers?"),
            "required": True,
            "steps": [_("Not at all"), _("Partly"), _("Well")],
        }


class ChoiceQuestionBlock(_Question):
    """One or several of some answers."""

    options = blocks.ListBlock(blocks.CharBlock(max_length=100), label=_("Answers"), min_num=2)
    several = blocks.BooleanBlock(label=_("Several may be chosen"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Choice")
        template = "cms/blocks/question_choice.html"
        preview_value = {
            "text": _("What do you need first?"),
            "required": True,
            "options": [_("A forecast"), _("Shorter terms"), _("A person to call")],
            "several": True,
        }


class TextQuestionBlock(_Question):
    """An answer in own words."""

    class Meta:
        icon = "pilcrow"
        label = _("Own words")
        template = "cms/blocks/question_text.html"
        preview_value = {"text": _("What should we change?"), "required": False}


class RankingQuestionBlock(_Question):
    """Put these in order, the most important first."""

    options = blocks.ListBlock(blocks.CharBlock(max_length=100), label=_("What is ranked"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Ranking")
        template = "cms/blocks/question_ranking.html"
        preview_value = {
            "text": _("What matters most to you?"),
            "required": False,
            "options": [_("Price"), _("Being paid on time"), _("A forecast")],
        }


QUESTIONS = [
    ("score", ScoreQuestionBlock()),
    ("scale", ScaleQuestionBlock()),
    ("choice", ChoiceQuestionBlock()),
    ("text", TextQuestionBlock()),
    ("ranking", RankingQuestionBlock()),
]
ARTICLE = [("text", TextBlock()), ("picture", PictureBlock()), ("quote", QuoteBlock())]
