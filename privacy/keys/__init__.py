"""Keys: what is sealed, under which key, and what is derived from the root.

A root key, outside the database (HUB_KEYRING), wraps each institution's key-encryption key; that one wraps
its content key and the keys of persons (control matrix PC-29, PC-30; deploy/decisions/0014). Doors: `services` (make,
seal, open, destroy a person's), `rotation`, `destruction`, `places` (sealed columns, handed in by hub),
`keyring` (derived keys, signing). Knows nothing of alerts or members.
"""
