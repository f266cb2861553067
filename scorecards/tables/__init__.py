"""Lists of the scorecards app."""
