"""Subjects: what is held about whom, and clear values sealed under keys of their own.

Doors: `identifiers` (how a person is known), `cutting` (pure: take personal values out of a JSON text and put
them back), `services` (keep, restrict, release, erase), `selectors` (restore, find, say). A subject is known
by keyed digests of identifiers, never by the identifiers (PC-15, PC-31). Knows nothing of alerts: items go by
a kind and an id.
"""
