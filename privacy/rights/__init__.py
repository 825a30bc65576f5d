"""Rights: natural persons, their requests and complaints, the clocks and outcomes (PC-11 to PC-17, PC-25 to PC-28).

Doors: `persons` (sign in by a one-time code), `requests` (open, verify, extend, close, end a restriction),
`complaints` (make, follow, move), `holdings` (everything held about a person), `overdue`, `keepers` (retention),
`selectors` and `entries` (reads). What is held elsewhere is found and erased by the holders that hub hands to
`privacy.retention.registry`. Knows institutions by STIX identity only; nothing a person can see depends on what
the law keeps secret.
"""
