"""The room's place in Django."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.delivery"
    label = "delivery"
