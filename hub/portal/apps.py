"""The portal's place in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register the portal for its static files and template tags."""

    name = "hub.portal"
    label = "portal"
