"""The compiled loops of reach."""
