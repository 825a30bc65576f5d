"""Transfers: on what sharing rests and what was shared: assessments, mechanisms, the ledger of acts.

Doors: `services` (assess, file, record acts), `selectors` (evidence for a decision, the registers). Counts of
persons abroad are kept with the acts (PC-19 to PC-23, control matrix section 3).
"""
