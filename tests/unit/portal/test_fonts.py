"""The typeface is cut once, small, with the signs that we write."""

from fontTools.ttLib import TTFont

from portal import fonts


def test_fonts_are_cut_once_and_hold_what_we_write(tmp_path):
    written = fonts.build(tmp_path)
    assert [path.name for path in written] == ["source-sans-400.woff2", "source-sans-600.woff2"]
    assert fonts.build(tmp_path) == []
    for path in written:
        assert path.stat().st_size < 60_000
        signs = TTFont(path).getBestCmap()
        assert all(ord(sign) in signs for sign in "aÅłřαЖ0−–’€…")
        # Figures of one width stand under each other in a column without any feature.
        widths = {TTFont(path)["hmtx"][signs[ord(figure)]][0] for figure in "0123456789"}
        assert len(widths) == 1
