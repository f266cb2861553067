"""The rows behind every KPI and the sums over them: one definition, one query for all partners."""

from scorecards.facts.scope import Scope
from scorecards.facts.sources import rows_by_partner, source_key
from scorecards.facts.sums import figures, sums_by_partner

__all__ = ["Scope", "figures", "rows_by_partner", "source_key", "sums_by_partner"]
