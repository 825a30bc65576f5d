"""Consent: notices, consents given under them, proof of both (PIPL 13-16, 23, 25, 29, 31, 39; GDPR 7; ISO/IEC TS 27560).

Doors: `services` (publish a notice, give, import, withdraw), `selectors` (read), `evidence` (pure: what consents prove
for one alert), `services.standing` (the counter under which a decision is written). Records are appended, never
changed, and leave their digest when their time is over (PC-05 to PC-10). A person is known by keyed digests alone.
"""
