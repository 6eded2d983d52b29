"""Compiled loops of the weighed search: no Python objects inside."""
