"""The public site: home page, mission, policies."""

from cms.models.home import HomePage
from cms.models.mission import MissionPage
from cms.models.policy import PolicyIndexPage, PolicyPage

__all__ = ["HomePage", "MissionPage", "PolicyIndexPage", "PolicyPage"]
