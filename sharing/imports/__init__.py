"""Bring in what others wrote: MISP events and tables of indicators become bundles of STIX 2.1.

Decides how each is read and how strictly it is handled, never who gets it: what comes out is read by
``sharing.stix`` like any other alert. Doors: ``misp.read_misp``, ``tables.read_table``,
``columns.guess_mapping``, ``rows.read_rows``, ``reading.make_table_alert``. It stores nothing.
"""
