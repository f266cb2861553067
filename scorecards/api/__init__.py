"""Scorecards under /api/v1/."""
