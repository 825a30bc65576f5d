"""The room's place in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register the room under a short label; allauth holds `account`."""

    name = "hub.accounts"
    label = "accounts"
