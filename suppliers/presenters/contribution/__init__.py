"""What the pages about contribution show."""
