"""The TAXII 2.1 face (OASIS Standard, 10 June 2021): what was routed to me, read; alerts, added.

An institution has API roots of its own, and nobody sees those of others: they look missing. The default
root has an `inbox`, which can be read, `submit`, which can be written, and one collection for each group,
which can be both, unless the group stands in another root. Section numbers are TAXII's.
"""
