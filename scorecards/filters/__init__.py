"""What lists are filtered by."""
