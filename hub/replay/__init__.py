"""Replay of a labelled corpus through the product's own intake and pipeline, for the scorers.

The corpus's routing rules become configuration of the run: members' topics, jurisdictions and minimum
severity are subscriptions, their highest TLP is their clearance, and an unmarked alert counts as amber.
"""
