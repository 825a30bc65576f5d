"""The journey of an alert: admit, release, store, place in a case, deliver.

`run` is the page to read: it takes a batch through the stages. `decide` asks privacy and routing and
changes nothing; `journey` holds what the stages hand to each other. Knows no HTTP and no Celery.
"""

from sharing.pipeline.run import run_pending

__all__ = ["run_pending"]
