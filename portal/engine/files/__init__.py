"""What a file that somebody adds is, by its content; and what it may be called."""

from portal.engine.files.naming import clean_name, told_apart
from portal.engine.files.sniffing import ALLOWED, Kind, Unwelcome, Why, sniff

__all__ = ["ALLOWED", "Kind", "Unwelcome", "Why", "clean_name", "sniff", "told_apart"]
