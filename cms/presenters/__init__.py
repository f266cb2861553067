"""What the public pages show, as plain words."""
