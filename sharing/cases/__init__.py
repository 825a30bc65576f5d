"""Cases: alerts about one event become one case; a case is a derived view (promise 7).

Doors: `services.assign_cases`. First version: exact id, equal content, shared strong observables with
a cap on common ones; the keys are keyed digests, never the values.
"""
