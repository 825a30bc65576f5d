"""Remedies: what a person's word sets in motion on every floor, once for pages and REST alike.

A consent withdrawn takes back what rests on it; a complaint upheld takes back what was wrongly said.
"""
