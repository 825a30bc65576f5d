"""Portability: what a person gave under a consent goes to an institution that they name (PC-13).

Doors: `services` (port, open, clear), `selectors` (what was ported to an institution). Each porting is a
sharing act of its own in the ledger, and its content is sealed for its recipient.
"""
