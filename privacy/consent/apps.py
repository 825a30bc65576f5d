"""The room's place in Django."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.consent"
    label = "consent"
