"""Compiled loops over arrays. Each has a slow twin in the tests."""
