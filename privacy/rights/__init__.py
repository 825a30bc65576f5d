"""Rights: requests and complaints of natural persons, their clocks and their outcomes (PC-12 to PC-17, PC-25 to PC-28).

Doors: `services` (open, verify, decide, close), `selectors` (for the person, for the officer). What is held is
found and erased by holders that hub hands in.
"""
