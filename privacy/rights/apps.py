"""The room's place in Django."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.rights"
    label = "rights"
