"""The room's place in Django."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.approvals"
    label = "approvals"
