"""A plausible company to look at: everything is built through the actions, the same for the same day."""
