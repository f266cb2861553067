"""Themes that people of ours see in own words: named by hand, put on words by hand."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.actions.surveys import SurveyRefused
from cms.facts.surveys import own_words
from cms.models import SurveyReply, SurveyRound, SurveyTheme
from cms.permissions_surveys import check_can_open_rounds
from portal.actions import audit
from portal.actors import Actor

LONGEST = 80
MOST = 30


@transaction.atomic
def name_theme(*, by: Actor, survey_round: SurveyRound, question: str, name: str) -> SurveyTheme:
    """A new theme of a question's words. Raises SurveyRefused."""
    check_can_open_rounds(by)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise SurveyRefused(
            _("Give the theme a name of at most %(most)s letters.") % {"most": LONGEST}, "name"
        )
    if not own_words(survey_round, question):
        raise SurveyRefused(_("There are no words to find a theme in."), "name")
    themes = SurveyTheme.objects.filter(round=survey_round, question=question)
    if themes.count() >= MOST:
        raise SurveyRefused(_("%(most)s themes are enough: put some together.") % {"most": MOST}, "name")
    if themes.filter(name__iexact=name).exists():
        raise SurveyRefused(_("There is a theme of this name already."), "name")
    try:
        with transaction.atomic():
            theme = SurveyTheme.objects.create(round=survey_round, question=question, name=name)
    except IntegrityError as error:
        raise SurveyRefused(_("There is a theme of this name already."), "name") from error
    audit.record(by=by, verb="listening.theme", obj=survey_round, data={"theme": name})
    return theme


@transaction.atomic
def put_on(*, by: Actor, theme: SurveyTheme, replies: Collection[str]) -> int:
    """The theme is in exactly these words now; keys of others are left out. Returns in how many."""
    check_can_open_rounds(by)
    known = {key for key, _text in own_words(theme.round, theme.question)}
    wanted = known & set(replies)
    theme.replies.set(SurveyReply.objects.filter(round=theme.round, pk__in=wanted))
    return len(wanted)


@transaction.atomic
def drop_theme(*, by: Actor, theme: SurveyTheme) -> None:
    """The words stay."""
    check_can_open_rounds(by)
    audit.record(by=by, verb="listening.theme_dropped", obj=theme.round, data={"theme": theme.name})
    theme.delete()
