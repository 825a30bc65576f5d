"""Tests of what members do about alerts."""
