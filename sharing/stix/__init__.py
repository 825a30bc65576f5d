"""The strict gate of the hub: bytes of strangers in, alerts and plain facts out.

Pure: no framework, no clock, no network, no database. What a member sends is decoded once, bounded
in every direction, checked against the OASIS schemas and the rules they do not state, and only
then read. Doors: ``alert.read_alerts``, ``parse.decode_json``, ``media``, ``markings``,
``patterns.parse_pattern``, ``observables.find_observables``, ``vocabulary``.

It must not know members, groups, policy or storage. It never repeats a rejected value: a fault
names the place (RFC 6901) and the rule.
"""
