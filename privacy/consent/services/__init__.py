"""Writes of consent: notices, consents, exceptions, and the counter that decisions rest on."""
