"""Charts as plain facts: where each line, dot and word stands. Templates draw them; nothing here knows pages.

Every shape carries the literal colours of the light theme (paper and mail read those) and the class that
gives it the reader's theme on screen. Units are pixels of the drawing's own view box.
"""

from portal.charts.bands import Band, band_ruler
from portal.charts.columns import Column, columns
from portal.charts.effect import Course, Point, effect
from portal.charts.effect import Level as NamedLevel
from portal.charts.marks import Drawing, Mark, Pair
from portal.charts.moved import Move, moved
from portal.charts.quartiles import quartile_strip
from portal.charts.scatter import Quarters, Spot, scatter
from portal.charts.sparkline import sparkline
from portal.charts.targets import Aimed, targets
from portal.charts.track import DayAxis, promise_track
from portal.charts.trend import SHEET_SIZES, Series, Target, trend
from portal.charts.waterfall import Step, waterfall
from portal.charts.whale import Level, Stretch, whale

__all__ = [
    "SHEET_SIZES",
    "Aimed",
    "Band",
    "Column",
    "Course",
    "DayAxis",
    "Drawing",
    "Level",
    "Mark",
    "Move",
    "NamedLevel",
    "Pair",
    "Point",
    "Quarters",
    "Series",
    "Spot",
    "Step",
    "Stretch",
    "Target",
    "band_ruler",
    "columns",
    "effect",
    "moved",
    "promise_track",
    "quartile_strip",
    "scatter",
    "sparkline",
    "targets",
    "trend",
    "waterfall",
    "whale",
]
