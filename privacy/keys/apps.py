"""The room's place in Django."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.keys"
    label = "keys"
