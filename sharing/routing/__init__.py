"""Routing: who is entitled to an alert, and who of them wants it. Default deny.

`match` is pure and decides; `services.plan_deliveries` feeds it with the exchange's network.
"""
