"""Alerts: what was reported, sealed and immutable; each version is a row of its own.

Doors: `services.store_alerts`, `selectors` (my own alerts, opening a sealed original).
"""
