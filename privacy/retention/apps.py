"""The room's place in Django."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.retention"
    label = "retention"
