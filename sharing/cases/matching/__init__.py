"""Which alerts tell of one event, pure: sketches, evidence between two, partition of many.

Doors: `sketch.make_sketch`, `codec.dump_sketch` and `load_sketch`, `blocking.candidate_keys`,
`evidence.compare`, `hull_link` and `related`, `partition.partition`. A sketch is made of nothing but
what somebody sees of one alert, and no rule here knows how many other alerts exist: so what is
joined for a reader depends on what that reader sees, and on nothing else. Names, texts and
identifiers are in a sketch as keyed digests only.
"""
