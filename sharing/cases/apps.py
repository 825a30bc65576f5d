"""The room's place in Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Register the room under a short label."""

    name = "sharing.cases"
    label = "cases"
