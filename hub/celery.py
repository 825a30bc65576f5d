"""Celery's wiring: the application and the timetable. Nothing is decided here.

A message only wakes a worker; the work itself is rows in the database (house rule of the queue).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sharing", "privacy"])
# Every entry is an interval: there is nothing to remember over a restart, and no file to corrupt.
app.conf.beat_scheduler = "celery.beat:Scheduler"
app.conf.beat_schedule = {
    # What a lost message, a lost broker or a killed worker left behind.
    "sweep-submissions": {"task": "sharing.sweep", "schedule": 2.0, "options": {"expires": 2}},
    # Alerts past their time, and what members hold that they are entitled to no more.
    "take-back-lapsed": {"task": "sharing.lapse", "schedule": 60.0, "options": {"expires": 60}},
    # What went under agreements that ended, and certificates of its destruction.
    "agreements": {"task": "sharing.agreements", "schedule": 60.0, "options": {"expires": 60}},
    # Acknowledgements, answers and confirmations of recalls whose time is over.
    "escalate": {"task": "sharing.escalate", "schedule": 60.0, "options": {"expires": 60}},
    # What waits for another attempt, and what a lost wake-up left behind.
    "push": {"task": "sharing.push", "schedule": 2.0, "options": {"expires": 2}},
    "digest": {"task": "sharing.digest", "schedule": 60.0, "options": {"expires": 60}},
    # Clocks of incidents, requests, consents and approvals that ran out.
    "clocks": {"task": "privacy.clocks", "schedule": 60.0, "options": {"expires": 60}},
    # Schedules count in days; an hour's delay after a restart is none.
    "retention": {"task": "privacy.retention", "schedule": 3600.0, "options": {"expires": 3600}},
    # What has happened since the last tree head is signed: who keeps heads finds any later change.
    "tree-head": {"task": "privacy.tree-head", "schedule": 60.0, "options": {"expires": 60}},
    "person-counts": {
        "task": "privacy.persons",
        "schedule": 21600.0,
        "options": {"expires": 21600},
    },
}
