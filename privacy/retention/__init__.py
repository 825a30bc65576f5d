"""Retention: how long each kind of data stays, legal holds, and the registry of who holds what (PC-18).

Doors: `registry` (holders handed in by hub: find, export, restrict, destroy), `services` (apply schedules, hold).
Schedules are dated rows; a hold beats a schedule.
"""
