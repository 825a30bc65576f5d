"""What an operator runs: the quick start, the checks, the measurements and the servers they need."""
