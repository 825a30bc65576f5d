"""REST for privacy, over HTTP."""
