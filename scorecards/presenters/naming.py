"""What a line of a template is called and measured in: the catalogue's word, or a custom KPI's own."""

from scorecards.engine.catalogue import CATALOGUE
from scorecards.enums import KpiName
from scorecards.models import TemplateLine


def name_of(line: TemplateLine) -> str:
    """A custom KPI brings its name along; one of the catalogue is named in the reader's language."""
    return line.name or str(KpiName(line.kpi).label)


def unit_of(line: TemplateLine) -> str:
    known = CATALOGUE.get(line.kpi)
    return line.unit if line.formula or known is None else known.unit.value
