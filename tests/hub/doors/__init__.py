"""Who may call what: rows of (address, a path of it, answers to GET, answers to POST)."""
