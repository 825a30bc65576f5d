"""Groups: sharing groups and sharing agreements: who has promised what to whom, until when.

Doors: `services` (form, join, sign), `selectors.load_network` (everything routing needs, as values).
"""
