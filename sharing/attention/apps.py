"""The room's place in Django."""

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.attention"
    label = "attention"
