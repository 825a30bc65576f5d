"""REST for privacy: consents, requests, complaints, holds, registers, retention, incidents; one module a topic.

It stands in hub because it speaks for both floors: an actor is an institution of sharing, a record is privacy's.
"""
