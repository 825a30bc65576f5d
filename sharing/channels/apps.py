"""The room's place in Django."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.channels"
    label = "channels"
