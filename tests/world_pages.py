"""A public site for the world of tests: pages of every type, and texts for every audience.

Nothing here is of a partner. Every text that is not for everybody carries the word of those it is for.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.enums import Audience, Step
from cms.models import (
    HomePage,
    JoinPage,
    MissionPage,
    NewsIndexPage,
    NewsPage,
    PlaybookIndexPage,
    PlaybookPage,
    PolicyIndexPage,
    PolicyPage,
    ReachPage,
    StandardIndexPage,
    StandardPage,
    SurveyIndexPage,
    SurveyPage,
    TextPage,
    TextVersion,
    ThanksPage,
)

# In every text for our own people, for suppliers, and for distributors (Brandt and Kestrel are suppliers).
FOR_STAFF, FOR_SUPPLIERS, FOR_DISTRIBUTORS = "Staffwords", "Supplierwords", "Distributorwords"
BEGUN = date(2026, 1, 1)

_TEXT = [("text", {"title": "More", "text": "<p>We build <b>pumps</b> for small towns.</p>"})]
_SUPPLIERS = {"audience": Audience.PARTNERS, "kinds": ",supplier,"}
_DISTRIBUTORS = {"audience": Audience.PARTNERS, "kinds": ",distributor,"}
_STAFF = {"audience": Audience.STAFF}


@dataclass
class Pages:
    """One page of every type; policies and news for every audience."""

    home: HomePage
    mission: MissionPage
    standards: StandardIndexPage
    standard: StandardPage
    policies: PolicyIndexPage
    policy: PolicyPage  # for everybody
    supplier_policy: PolicyPage
    distributor_policy: PolicyPage
    staff_policy: PolicyPage
    playbooks: PlaybookIndexPage
    playbook: PlaybookPage
    news_index: NewsIndexPage
    news: NewsPage  # for everybody
    supplier_news: NewsPage
    distributor_news: NewsPage
    staff_news: NewsPage
    surveys: SurveyIndexPage
    survey: SurveyPage
    reach: ReachPage
    join: JoinPage
    thanks: ThanksPage
    about: TextPage

    def version(self, page: Page) -> TextVersion:
        """The newest issued version of a policy or playbook."""
        return TextVersion.objects.filter(page=page).order_by("-major", "-minor")[:1].get()


def add_pages(keeper: Any) -> Pages:
    """All of them live; `keeper` answers for those that somebody answers for. At most once in a database."""
    home = HomePage.objects.get()
    home.lead, home.reach_email, home.reach_phone = (
        "We keep our word.",
        "ask@halden.example",
        "+47 22 00 01 00",
    )
    home.save()
    standards = home.add_child(
        instance=StandardIndexPage(title="What we promise", intro="Each promise with its result.")
    )
    standard = standards.add_child(instance=_standard(keeper))
    survey_index = home.add_child(instance=SurveyIndexPage(title="Listening"))
    policies = home.add_child(instance=PolicyIndexPage(title="Policies", intro="How we decide."))
    playbooks = home.add_child(instance=PlaybookIndexPage(title=f"Playbooks {FOR_STAFF}"))
    news_index = home.add_child(instance=NewsIndexPage(title="News", intro="What is new."))
    return Pages(
        home=home,
        standards=standards,
        standard=standard,
        mission=home.add_child(instance=_mission(keeper, standard)),
        policies=policies,
        policy=_policy(policies, keeper, "How we pay", "POL-01"),
        supplier_policy=_policy(
            policies, keeper, f"Deliveries {FOR_SUPPLIERS}", "POL-02", asks_partners=True, **_SUPPLIERS
        ),
        distributor_policy=_policy(
            policies, keeper, f"Discounts {FOR_DISTRIBUTORS}", "POL-03", **_DISTRIBUTORS
        ),
        staff_policy=_policy(policies, keeper, f"Travel {FOR_STAFF}", "POL-04", asks_staff=True, **_STAFF),
        playbooks=playbooks,
        playbook=_issued(playbooks, _playbook(keeper)),
        news_index=news_index,
        news=_news(news_index, "A second furnace"),
        supplier_news=_news(news_index, f"New gate {FOR_SUPPLIERS}", **_SUPPLIERS),
        distributor_news=_news(news_index, f"New prices {FOR_DISTRIBUTORS}", **_DISTRIBUTORS),
        staff_news=_news(news_index, f"Canteen {FOR_STAFF}", **_STAFF),
        surveys=survey_index,
        survey=survey_index.add_child(instance=_survey(keeper)),
        reach=home.add_child(instance=_reach()),
        join=home.add_child(
            instance=JoinPage(
                title="Become a partner",
                intro="We answer every registration.",
                points=[("point", {"title": "A name", "text": "One buyer answers you."})],
            )
        ),
        thanks=home.add_child(instance=ThanksPage(title="Wall of thanks")),
        about=home.add_child(instance=TextPage(title="About us", intro="Who we are.", body=_TEXT)),
    )


def _standard(keeper: Any) -> StandardPage:
    return StandardPage(
        title="Paying on time",
        promise="We pay 95 % of invoices within the agreed terms.",
        short="Paid within terms",
        kpi="paid_within_terms",
        target=95,
        counted="All invoices that were due in the period.",
        keeper=keeper,
    )


def _mission(keeper: Any, standard: StandardPage) -> MissionPage:
    return MissionPage(
        title="Our mission",
        lead="We keep our word to those who work with us.",
        intro="To customers, suppliers and our own people.",
        promises=[("promise", {"to": "partners", "promise": standard.promise, "standard": standard})],
        values=[("point", {"title": "We listen", "text": "Whoever hears it, owns it."})],
        goals=[("goal", {"term": "short", "when": "By 2027", "what": "A forecast for everybody"})],
        keeper=keeper,
        review_on=date(2027, 3, 1),
    )


def _policy(index: PolicyIndexPage, keeper: Any, title: str, reference: str, **facts: Any) -> PolicyPage:
    page = PolicyPage(
        title=title,
        reference=reference,
        summary=f"In short: {title}",
        in_force_from=BEGUN,
        body=[("section", {"title": "What counts", "text": f"<p>The day counts: {title}.</p>"})],
        keeper=keeper,
        **facts,
    )
    return _issued(index, page)


def _playbook(keeper: Any) -> PlaybookPage:
    return PlaybookPage(
        title=f"Saying sorry {FOR_STAFF}",
        summary=f"How we apologise {FOR_STAFF}",
        in_force_from=BEGUN,
        audience=Audience.STAFF,
        helps_at=f",{Step.CASE_LISTEN},",
        body=[("section", {"title": "First", "text": f"<p>Listen to the end. {FOR_STAFF}</p>"})],
        asks_staff=True,
        keeper=keeper,
    )


def _issued(parent: Page, page: Any) -> Any:
    """As an editor does it: a draft that is published. What is issued then is issued here."""
    page.live = False
    page = parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _news(index: NewsIndexPage, title: str, **audience: Any) -> NewsPage:
    page = NewsPage(title=title, day=BEGUN, summary=f"In short: {title}", body=_TEXT, **audience)
    page.first_published_at = page.last_published_at = timezone.now()
    return index.add_child(instance=page)


def _survey(keeper: Any) -> SurveyPage:
    return SurveyPage(
        title="What do you need from us?",
        purpose="needs",
        asked="partners",
        intro="Three questions.",
        questions=[("score", {"text": "Would you recommend us?", "nps": True, "required": True})],
        keeper=keeper,
    )


def _reach() -> ReachPage:
    channel = {
        "what_for": "Everything about an order",
        "who": "Your buyer",
        "email": "ask@halden.example",
        "phone": "+47 22 00 01 00",
        "address": "Halden, Dock 1",
        "hours": "Monday to Friday, 8 to 17",
    }
    return ReachPage(title="How to reach us", intro="A person answers.", channels=[("channel", channel)])
