"""The room's place in Django."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.members"
    label = "members"
