"""Channels: what leaves the hub unasked, by webhook and by mail, to whom a subscription says.

Doors: `services` (plan dispatches; webhooks of members), `pusher.push_due` and `mail.send_due` (send what
is due), `selectors` (what was sent and why). A dispatch is a row, written with the delivery it tells of, so
none is lost; it is leased while it is sent, so a crash repeats it, under the same id. Only `http` opens
outbound connections. What is sent is the recipient's own rendition: this room decides no entitlement.
"""
