"""Addresses of the public site: pages that always answer, search, feed, pictures to share, search engines."""

from django.urls import path

from cms.views import public, site

urlpatterns = [
    path("mission/", public.mission, name="mission"),
    path("standards/", public.standards, name="standards"),
    path("policies/", public.policies, name="policies"),
    path("news/", public.news, name="news"),
    path("news/feed.xml", site.feed, name="news_feed"),
    path("reach/", public.reach, name="reach"),
    path("join/", public.join, name="join"),
    path("search/", site.search, name="site_search"),
    path("cards/<int:page>.png", site.social_card, name="social_card"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
]
