"""Stored rows of this room."""
