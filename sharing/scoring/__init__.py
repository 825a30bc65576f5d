"""Scoring, pure: how urgent an alert is, 0 to 100, and why.

Uses only what the alert itself says: a score must tell a recipient nothing of alerts it was not sent.
"""
