"""What scorecards puts into the navigation and the composed pages."""
