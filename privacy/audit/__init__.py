"""Audit: an append-only, hash-chained record of every disclosure and decision (PC-33).

Doors: `services.record` inside the transaction of the write it tells of, `services.seal_pending` in
the sequencer (one writer), `services.find_break` for the check. Events hold ids and digests, never
personal data or alert content (PC-40).
"""
