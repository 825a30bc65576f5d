"""The pages of natural persons: parse, one call, render."""
