"""Pure rooms: no database, seconds."""
