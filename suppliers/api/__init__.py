"""Every dataset under /api/v1/, with the column names of the files; partners' people read their own."""
