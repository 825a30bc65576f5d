"""Holds: what waits for a human, and what two persons decided about it (PC-41, control matrix section 7).

Doors: `services` (place, propose, decide), `selectors` (the queue of an institution). An alert is held at
intake, or one recipient's copy of it before release. What a decision leads to is the pipeline's.
"""
