"""Accounts: the people who sign in. Sign-in itself is django-allauth's."""
