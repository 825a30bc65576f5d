"""Measurements of the hub on servers of its own, each beside a physical floor taken in the same run."""
