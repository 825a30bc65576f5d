"""Attention: what a desk should look at first, what is new to it, and whether the exchange wears it out.

Doors: `ranking` (cases by urgency for one institution), `services` (note what was looked at), `gauges`
and `measuring` (overload, lag, asymmetry of a week), `export` (the events behind them). All is worked
out from what the institution sees: no other institution's alert changes a byte of it.
"""
