"""Metropoli: one open platform for a metropolitan city."""

__version__ = "0.2.0"
