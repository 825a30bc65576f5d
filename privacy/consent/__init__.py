"""Consent: notices, consents given under them, proof of both (PIPL 13-16, 23, 25, 29, 31, 39; GDPR 7; ISO/IEC TS 27560).

Doors: `services` (publish a notice, give, withdraw, import), `selectors` (read, evidence for a decision). Records
are appended, never changed (PC-05 to PC-10).
"""
