"""The room's place in Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.audit"
    label = "audit"
