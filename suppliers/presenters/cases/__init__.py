"""Cases as both sides see them."""
