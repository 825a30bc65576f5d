"""Reads of transfers: evidence for decisions, assessments and mechanisms as members see them, registers."""
