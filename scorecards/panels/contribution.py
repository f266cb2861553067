"""What the pages about contribution ask of scorecards."""

from scorecards.facts.measures import last_reviews, otif, scores
from suppliers.registry import register_measure, register_reviews

register_measure("score", scores)
register_measure("otif", otif)
register_reviews(last_reviews)
