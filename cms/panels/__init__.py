"""What cms puts into the navigation and the composed pages; each module registers its own."""

from importlib import import_module

for _name in (
    "site",
    "media",
    "mission",
    "news",
    "standards",
    "answers",
    "playbooks",
    "executive",
    "surveys",
    "reading",
):
    import_module(f"cms.panels.{_name}")
