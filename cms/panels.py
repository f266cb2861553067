"""What cms puts into the navigation and the composed pages."""
