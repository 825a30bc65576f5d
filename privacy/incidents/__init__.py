"""Incidents: what went wrong with personal data, and the clocks of each regime (PC-24, control matrix section 6).

Doors: `clocks` (pure: deadlines from dated rules), `services` (open, reclassify, draft and send reports, call out
clocks), `selectors`, `keeping` (for retention). Knows institutions by STIX id alone, and sends nothing itself.
"""
