"""The privacy officer at the pages."""
