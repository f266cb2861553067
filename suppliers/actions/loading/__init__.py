"""Records into the database: new, changed, same or refused, set by set; the same facts twice do nothing."""
