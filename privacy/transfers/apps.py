"""The room's place in Django."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.transfers"
    label = "transfers"
