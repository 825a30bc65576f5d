"""The room's place in Django."""

from django.apps import AppConfig


class HoldsConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.holds"
    label = "holds"
