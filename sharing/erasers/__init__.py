"""Erasers: what sharing holds about one person, found, told, restricted and destroyed.

Doors: `holder.AlertHolder` (for privacy.retention, handed in by hub), `keeping`
(the keepers of its schedules), `withdrawn_consent.stop_relying`.
A recipient whose copy masks everything personal keeps it; from all others the alert is taken back. Nothing
of confidential alerts comes out, and nothing changes in them (PC-25).
"""
