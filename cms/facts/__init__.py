"""What the pages of the site know of themselves and of the figures they show."""
