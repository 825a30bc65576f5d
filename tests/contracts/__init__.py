"""What others rely on: contracts with the world outside."""
