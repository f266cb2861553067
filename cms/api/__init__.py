"""The public texts and results under /api/v1/."""
