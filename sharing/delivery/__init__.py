"""Delivery: renditions, the feeds of recipients, and the sequencer that stamps commit order.

Doors: `services.deliver` (write renditions and deliveries), `sequencer.publish`, `selectors` (pages).
A rendition exists once per entitlement profile; a delivery is (recipient, position, rendition).
"""
