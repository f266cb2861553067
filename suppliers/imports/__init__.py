"""Files to records: bytes -> rows -> records and *all* errors. Pure Python: no Django, no clock."""
