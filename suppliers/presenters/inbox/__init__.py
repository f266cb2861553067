"""The buyer's inbox: one list of what waits for an answer, least time first."""
