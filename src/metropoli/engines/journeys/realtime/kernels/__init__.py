"""Loops over the calls of what runs today."""
