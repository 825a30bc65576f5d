"""The room's place in Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.groups"
    label = "groups"
