"""Django's SQLite backend, told how many variables a statement of this SQLite may really hold."""
