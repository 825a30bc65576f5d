"""The room's place in Django."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.ingest"
    label = "ingest"
