"""Arrangements: who answers for personal information at a member, and under which arrangement members share.

Doors: `services.contacts` (name, end), `services.persons` (note_counts), `services.arrangements` (file,
approve, notify, leave, end); `selectors` (list, `find_gap`, `load_arrangements`). It knows institutions by
STIX id and nothing of alerts or persons: counts are handed to it (PC-34, PC-38).
"""
