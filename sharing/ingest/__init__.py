"""Ingest: submissions and their life from RECEIVED to DELIVERED; the queue of the hub.

Doors: `services.receive` (one or many, all or each), `services.claim`, `services.move`,
`receipts`. An accepted submission is a row; a message only wakes a worker.
"""
