"""The room's place in Django."""

from django.apps import AppConfig


class ArrangementsConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.arrangements"
    label = "arrangements"
