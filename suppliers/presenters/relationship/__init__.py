"""The pages about the relationship, in words and rows."""
