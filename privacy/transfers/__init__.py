"""Transfers: on what sharing rests and what was shared: assessments, mechanisms, the ledger of acts.

Doors: `services.assessments` (draft, approve, end, assess), `services.mechanisms` (file, approve, end, designate),
`services.ledger` (record_acts, end_acts, cut_ledger), `services.counting` (peek, reserve: persons abroad),
`services.registers` (reading, audited); `selectors.evidence` (load_evidence, once a batch),
`selectors.records`, `selectors.registers`. It knows institutions by STIX id and alerts by id, nothing of
either (PC-01, PC-19 to PC-23; control matrix, section 3).
"""
