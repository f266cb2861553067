"""docs/formats, from the columns."""

from django.template.loader import render_to_string
from django.utils import translation

from suppliers.imports.datasets import DATASETS
from suppliers.presenters.formats import format_of


def formats_pages() -> dict[str, str]:
    """File name -> text, in English, as they are kept in docs/formats."""
    with translation.override("en"):
        formats = [format_of(dataset) for dataset in DATASETS.values()]
        pages = {"README.md": render_to_string("suppliers/formats/index.md", {"formats": formats})}
        for format_ in formats:
            pages[f"{format_.name}.md"] = render_to_string(
                "suppliers/formats/dataset.md", {"format": format_}
            )
    return pages
