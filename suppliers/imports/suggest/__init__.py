"""What a foreign file probably is: its encoding, its shape, and which of its columns is which of ours.

A guess to be looked at, never a reading: files are read by profiles alone.
"""

from suppliers.imports.suggest.guess import ColumnGuess, Suggestion, Target, suggest
from suppliers.imports.suggest.sample import Sample, read_sample

__all__ = ("ColumnGuess", "Sample", "Suggestion", "Target", "read_sample", "suggest")
