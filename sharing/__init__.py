"""Sharing: members, groups, alerts, cases, routing and delivery. Stands on `privacy`."""
