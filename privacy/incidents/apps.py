"""The room's place in Django."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.incidents"
    label = "incidents"
