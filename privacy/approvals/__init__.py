"""Approvals: what one person asked for and another must allow (control matrix PC-41).

Doors: `services` (ask, decide, use once, expire), `selectors`, `digests.digest_of`. Nobody approves their
own act; an approval binds to the digest of exactly what was asked, and ends by itself. Knows nothing of
what the act does.
"""
