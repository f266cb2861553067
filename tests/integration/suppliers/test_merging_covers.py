"""Whatever refers to a partner moves in a merger, or stays for a reason."""

from django.apps import apps
from django.db.models import ForeignKey

from suppliers.actions.merging import OF_ORDERS, OWN
from suppliers.models import Partner

# Reference -> why it stays with the name it has.
PUBLISHED = "what was published or said about a scorecard stays under the name it was said to"
ITSELF = "this is what says that two names are one"
STAYS = {
    "Scorecard.partner": PUBLISHED,
    "Contest.partner": PUBLISHED,
    "ContestMessage.partner": PUBLISHED,
    "ReviewPack.partner": PUBLISHED,
    "Response.partner": PUBLISHED,
    "ProposedAction.partner": PUBLISHED,
    "TierGrant.partner": PUBLISHED,
    "Rating.partner": PUBLISHED,
    "SurveyParticipation.partner": PUBLISHED,
    "CommissionStatement.partner": "a month was closed under that name",
    "Partner.merged_into": ITSELF,
    "PartnerMerge.alias": ITSELF,
    "PartnerMerge.survivor": ITSELF,
    "Membership.partner": "people move with their rank, and twice the same person is one",
    "Tolerance.partner": "the survivor's own tolerances hold for what it takes over",
    "TaskLink.partner": "a link that was sent names one partner and ends by itself",
    "CalendarFeed.partner": "a calendar that somebody follows was made for one name",
    "ExclusionRequest.partner": "a request was made under that name",
    "ImprovementPlan.partner": "both signed it under that name; the people of the other one see it",
    "PolicyComment.partner": "it was said under that name; the people of the other one see it",
    "SurveyInvitation.partner": "who was asked, was asked under that name",
    "SurveyReply.partner": "it was answered under that name, where it was said that names are kept",
    "PlanIdea.partner": "it was proposed under that name; the people of the other one see it",
}


def references():
    """Every foreign key to a partner: Model.field."""
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Partner
    }


def test_whatever_refers_to_a_partner_moves_or_stays_for_a_reason():
    moving = {f"{model.__name__}.{field}" for model, field in OWN}
    moving |= {f"{model.__name__}.partner" for model, _through in OF_ORDERS}
    assert references() - moving - STAYS.keys() == set()
    assert STAYS.keys() <= references() - moving
