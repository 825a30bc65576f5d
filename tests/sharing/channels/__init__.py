"""Tests of what leaves the hub."""
