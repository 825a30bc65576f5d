"""Codes as words when nobody has written a sentence for them."""

from sharing.stix.names import spell_out

__all__ = ["spell_out"]
