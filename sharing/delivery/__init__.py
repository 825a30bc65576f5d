"""Delivery: renditions, the feeds of recipients, and the sequencer that stamps commit order.

Doors: `services.deliver` (write renditions and deliveries), `sequencer.publish`, `withdrawal.withdraw` (take
back), `selectors` and `listing` (what a recipient has), `pages` (a feed object by object), `deletion`.
A rendition exists once per entitlement profile; a delivery is (feed, position, rendition).
"""
