"""The room's place in Django."""

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.portability"
    label = "portability"
