"""Policy against an independent oracle, its properties, and its tables."""
