"""Keys: what is sealed, under which key, and what is derived from the root.

Doors: `keyring` (root key, derived keys, signing), `services` (seal and unseal values).
Envelope encryption: the root key lives outside the database (HUB_KEYRING), each institution has a
data key wrapped by it (control matrix PC-29, PC-30). Knows nothing of alerts or members.
"""
