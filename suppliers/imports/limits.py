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
    max_packed_ratio: int = 40
    packed_ratio_matters_from: int = 32 * MEGABYTE
    max_rows: int = 1_000_000
    max_columns: int = 300
    max_cells: int = 8_000_000
    max_xml_bytes: int = 20 * MEGABYTE
    max_xml_depth: int = 32
    max_xml_elements: int = 300_000
    max_xml_part: int = 2_000
    max_xml_names: int = 1_000
    max_xml_text: int = 10_000
    max_xml_attributes: int = 50
    max_xml_token: int = MEGABYTE // 4
    max_xml_lines: int = 10_000


DEFAULT_LIMITS = Limits()
