"""An import in words, figures and tables."""

from suppliers.presenters.imports.counts import counted
from suppliers.presenters.imports.page import import_view
from suppliers.presenters.imports.words import earlier_row, state_words

__all__ = ["counted", "earlier_row", "import_view", "state_words"]
