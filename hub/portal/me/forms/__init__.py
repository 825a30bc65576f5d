"""The forms of natural persons: short, with large fields, and errors that say what to do."""
