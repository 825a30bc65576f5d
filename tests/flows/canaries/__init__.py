"""Synthetic identifiers that nobody has, the places they are planted in, and how they are looked for."""
