"""Tests of sharing.stix, the strict gate of the hub."""
