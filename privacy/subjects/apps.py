"""The room's place in Django."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Register the room under a short label."""

    name = "privacy.subjects"
    label = "subjects"
