"""The TAXII 2.1 face (OASIS Standard, 10 June 2021): what was routed to me, read; alerts, added.

An institution has API roots of its own, and nobody sees those of others: they look missing. Each root
has an `inbox`, which can be read, and `submit`, which can be written. Section numbers are TAXII's.
"""
