"""The public site and what is kept about it: pages, versions, acknowledgements, surveys, pictures, files."""

from cms.models.approval import ExecutiveApproval
from cms.models.comment import PolicyComment
from cms.models.controlled import ControlledPage
from cms.models.home import HomePage
from cms.models.media import SiteFile, SitePicture, SiteRendition
from cms.models.mission import MissionPage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.playbook import PlaybookIndexPage, PlaybookPage
from cms.models.policy import PolicyIndexPage, PolicyPage
from cms.models.standard import StandardIndexPage, StandardPage, StandardSnapshot
from cms.models.survey import (
    SurveyIndexPage,
    SurveyInvitation,
    SurveyPage,
    SurveyReply,
    SurveyRound,
    SurveyTheme,
)
from cms.models.text_version import Acknowledgement, TextVersion, Training
from cms.models.texts import JoinPage, ReachPage, TextPage, ThanksPage

__all__ = [
    "Acknowledgement",
    "ControlledPage",
    "ExecutiveApproval",
    "HomePage",
    "JoinPage",
    "MissionPage",
    "NewsIndexPage",
    "NewsPage",
    "PlaybookIndexPage",
    "PlaybookPage",
    "PolicyComment",
    "PolicyIndexPage",
    "PolicyPage",
    "ReachPage",
    "SiteFile",
    "SitePicture",
    "SiteRendition",
    "StandardIndexPage",
    "StandardPage",
    "StandardSnapshot",
    "SurveyIndexPage",
    "SurveyInvitation",
    "SurveyPage",
    "SurveyReply",
    "SurveyRound",
    "SurveyTheme",
    "TextPage",
    "TextVersion",
    "ThanksPage",
    "Training",
]
