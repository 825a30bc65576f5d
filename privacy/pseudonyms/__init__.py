"""Keyed pseudonyms: one person, one token within a sharing circle, never across (PC-31).

Door: `tokens.tokenise_for`. A plain hash of a low-entropy identifier is never made.
"""
