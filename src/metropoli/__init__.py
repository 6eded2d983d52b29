"""Metropoli: one open platform for a metropolitan city."""

__version__ = "0.1.0"
