"""Writes of arrangements: contacts, alarms of person counts, arrangements and their members."""
