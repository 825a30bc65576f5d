"""The room's place in Django."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.routing"
    label = "routing"
