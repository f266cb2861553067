"""Content that moves to another installation says nothing of partners."""

from zipfile import ZipFile

from cms.actions.content.exporting import CONTENT
from tests.integration.cms.test_content import exported


def test_nothing_of_a_partner_is_in_the_file(world):
    kept = exported()
    with ZipFile(kept) as zipped:
        words = zipped.read(CONTENT).decode()
    assert "POL-01" in words
    for word in ("Secretbrandt", "Secretkestrel", "password", "acknowledgements", "replies"):
        assert word not in words
