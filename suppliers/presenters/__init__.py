"""What pages show, frozen: only what the reader may see is in here."""
