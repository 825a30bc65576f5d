"""The room's place in Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.alerts"
    label = "alerts"
