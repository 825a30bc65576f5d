"""Views of the portal, one module an audience."""
