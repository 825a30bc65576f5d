"""Tests of sharing.imports, as far as they need no database."""
