"""Compiled loops of the fares: no Python objects inside."""
