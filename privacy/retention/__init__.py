"""Retention: how long each kind of data stays, legal holds, and the registry of who holds what (PC-18).

Doors: `registry` (holders and keepers handed in by hub), `applying` (do what is due), `services` (place and end
holds), `selectors.is_held` (asked by whoever destroys). Schedules are dated rows; a hold beats a schedule.
"""
