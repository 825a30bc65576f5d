"""Forms of the portal, one module an audience."""
