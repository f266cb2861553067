"""What scorecards puts into the navigation and the composed pages; each module registers its own."""

from importlib import import_module

for _name in (
    "cards",
    "calendars",
    "standings",
    "surveys",
    "contests",
    "contribution",
    "relationship",
    "plan_history",
    "plan_work",
    "plan_starts",
):
    import_module(f"scorecards.panels.{_name}")
