"""The room's place in Django."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.response"
    label = "response"
