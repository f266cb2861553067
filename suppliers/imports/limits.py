"""How much of a file is read before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes; counts as they stand."""

    max_bytes: int = 50 * MEGABYTE
    max_entries: int = 1_000
    max_unpacked: int = 400 * MEGABYTE
    max_ratio: int = 100
    ratio_matters_from: int = 8 * MEGABYTE
    max_rows: int = 1_000_000
    max_columns: int = 300
    max_cells: int = 8_000_000


DEFAULT_LIMITS = Limits()
